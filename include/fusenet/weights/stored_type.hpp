// The number formats that weight files hold, and how they become float32.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/weight_storage.hpp>
#include <limits>
#include <span>
#include <string_view>

namespace fusenet {

/// What a file's numbers are.
enum class stored_type {
    float32,
    float64,
    float16,
    bfloat16,
    int64,
    int32,
    int16,
    int8,
    uint64,
    uint32,
    uint16,
    uint8,
    boolean,
    unknown
};

namespace weight_files {

struct stored_type_facts {
    std::string_view name;
    int bytes;  // 0: not known
};

constexpr stored_type_facts facts_of(stored_type t) {
    constexpr std::array<stored_type_facts, 14> all{{{"float32", 4},
                                                     {"float64", 8},
                                                     {"float16", 2},
                                                     {"bfloat16", 2},
                                                     {"int64", 8},
                                                     {"int32", 4},
                                                     {"int16", 2},
                                                     {"int8", 1},
                                                     {"uint64", 8},
                                                     {"uint32", 4},
                                                     {"uint16", 2},
                                                     {"uint8", 1},
                                                     {"boolean", 1},
                                                     {"unknown", 0}}};
    return all[static_cast<std::size_t>(t)];
}

/// Weights are read from these; whole numbers are not weights.
constexpr bool is_floating(stored_type t) { return t <= stored_type::bfloat16; }

/// Reads a little-endian number, whatever the machine's own order.
template <class Unsigned>
constexpr Unsigned load_little(const std::byte* from) {
    Unsigned value = 0;
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i)
        value = static_cast<Unsigned>(value | static_cast<Unsigned>(static_cast<Unsigned>(from[i]) << (8 * i)));
    return value;
}

template <class Unsigned>
constexpr void store_little(Unsigned value, std::byte* to) {
    for (std::size_t i = 0; i < sizeof(Unsigned); ++i) to[i] = static_cast<std::byte>((value >> (8 * i)) & 0xff);
}

/// IEEE binary16: every value, subnormals too, is a float32 exactly; a NaN keeps its payload.
constexpr float from_float16(std::uint16_t half) { return widened(float16{half}); }

/// The upper half of a float32.
constexpr float from_bfloat16(std::uint16_t half) { return widened(bfloat16{half}); }

/// Turns little-endian numbers of a floating format into float32, float64 rounded to nearest. Returns the index
/// of the first finite number that is too large for a float32, or `to.size()` if all went well.
inline std::size_t widen(stored_type from, const std::byte* bytes, std::span<float> to) {
    const std::size_t count = to.size();
    switch (from) {
        case stored_type::float32:
            for (std::size_t i = 0; i < count; ++i)
                to[i] = std::bit_cast<float>(load_little<std::uint32_t>(bytes + 4 * i));
            break;
        case stored_type::float16:
            for (std::size_t i = 0; i < count; ++i) to[i] = from_float16(load_little<std::uint16_t>(bytes + 2 * i));
            break;
        case stored_type::bfloat16:
            for (std::size_t i = 0; i < count; ++i) to[i] = from_bfloat16(load_little<std::uint16_t>(bytes + 2 * i));
            break;
        case stored_type::float64:
            for (std::size_t i = 0; i < count; ++i) {
                const double wide = std::bit_cast<double>(load_little<std::uint64_t>(bytes + 8 * i));
                if (std::isfinite(wide) && std::abs(wide) > std::numeric_limits<float>::max()) return i;
                to[i] = static_cast<float>(wide);
            }
            break;
        default:
            return 0;
    }
    return count;
}

}  // namespace weight_files
}  // namespace fusenet
