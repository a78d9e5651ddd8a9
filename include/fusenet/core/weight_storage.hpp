// weight_storage: the number formats that weights may be kept in, and how a float becomes one of 16 bits and back.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace fusenet {

/// An option of compile: how the weights of dense layers are kept, and of convolutions that make a few cells: all whose
/// time is that of reading weights; and tables of lookups. 16 bits halve it, and the memory; they become floats again in
/// registers, and sums stay float32. Other weights, and all biases, are float32 whatever is asked for. A weight is off
/// by at most 1/256 of itself in bfloat16, by 1/2048 in float16, or by 2^-25 where it is below 2^-14.
enum class weight_storage : unsigned char { float32, bfloat16, float16 };

constexpr int bytes_of(weight_storage s) { return s == weight_storage::float32 ? 4 : 2; }
constexpr const char* name_of(weight_storage s) {
    constexpr const char* names[] = {"float32", "bfloat16", "float16"};
    return names[static_cast<int>(s)];
}

/// The upper half of a float32.
struct bfloat16 {
    std::uint16_t bits = 0;
};
/// IEEE binary16.
struct float16 {
    std::uint16_t bits = 0;
};

/// The type that holds one weight.
template <weight_storage S>
using weight_type = std::conditional_t<S == weight_storage::float32, float,
                                       std::conditional_t<S == weight_storage::bfloat16, bfloat16, float16>>;

constexpr float widened(float x) { return x; }
constexpr float widened(bfloat16 x) { return std::bit_cast<float>(static_cast<std::uint32_t>(x.bits) << 16); }
/// Every value, subnormals too, is a float32 exactly; a NaN keeps its payload.
constexpr float widened(float16 x) {
    const std::uint32_t sign = (x.bits & 0x8000u) << 16, exponent = (x.bits >> 10) & 31u, fraction = x.bits & 0x3ffu;
    if (exponent == 0) {
        const float size = static_cast<float>(fraction) * 0x1p-24f;
        return sign ? -size : size;
    }
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + 127 - 15;
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

/// Rounded to nearest, to even where two are as near. NaN stays NaN; what `too_large` says becomes infinite.
template <class Weight>
constexpr Weight narrowed(float x) {
    if constexpr (std::is_same_v<Weight, float>) {
        return x;
    } else if constexpr (std::is_same_v<Weight, bfloat16>) {
        const std::uint32_t bits = std::bit_cast<std::uint32_t>(x);
        const std::uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16, not_a_number = bits >> 16 | 0x40u;
        return {static_cast<std::uint16_t>((bits & 0x7fffffffu) > 0x7f800000u ? not_a_number : rounded)};
    } else {
        const auto bits = std::bit_cast<std::uint32_t>(x);
        const std::uint32_t size = bits & 0x7fffffffu, sign = bits >> 16 & 0x8000u;
        // Below 2^-14 the sum's last digit is worth 2^-24, float16's least step.
        const float tiny = std::bit_cast<float>(size < 0x38800000u ? size : 0u) + 0.5f;
        const std::uint32_t subnormal = std::bit_cast<std::uint32_t>(tiny) - 0x3f000000u;
        const std::uint32_t normal = (size - (112u << 23) + 0xfffu + (size >> 13 & 1u)) >> 13;
        const std::uint32_t finite = size < 0x38800000u ? subnormal : normal;
        const std::uint32_t other = size > 0x7f800000u ? 0x7e00u | (size >> 13 & 0x3ffu) : 0x7c00u;
        return {static_cast<std::uint16_t>(sign | (size < 0x47800000u ? finite : other))};
    }
}

/// Whether a finite number would become infinite.
template <class Weight>
constexpr bool too_large(float x) {
    constexpr float largest = std::numeric_limits<float>::max();
    constexpr float limit = std::is_same_v<Weight, float16> ? 65520.f : std::bit_cast<float>(0x7f7f8000u);
    return !std::is_same_v<Weight, float> && (x < 0 ? -x : x) >= limit && (x < 0 ? -x : x) <= largest;
}

/// What a weight becomes when it is kept so: for a comparison with `reference`, say.
constexpr float rounded(float x, weight_storage as) {
    if (as == weight_storage::bfloat16) return widened(narrowed<bfloat16>(x));
    return as == weight_storage::float16 ? widened(narrowed<float16>(x)) : x;
}

}  // namespace fusenet
