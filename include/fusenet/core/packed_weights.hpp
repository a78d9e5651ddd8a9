// packed_weights: weights as kernels stream them, made beforehand, and the stamp that says for which model they are.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace fusenet {

/// Counts up when the order of packed weights changes.
inline constexpr std::uint32_t packing_form = 1;

/// For which model weights were packed: by which version of the order, of which network, laid out how.
struct weight_stamp {
    std::uint32_t form = packing_form;
    std::uint32_t network = 0;  // of its layers, and of the names and extents of its parameters
    std::uint32_t laid_out = 0;  // of what the target and the options decide
    std::uint32_t floats = 0;

    constexpr bool operator==(const weight_stamp&) const = default;
};

/// Constants for read-only memory, as the tool fusenet-pack writes them.
template <weight_stamp Stamp>
struct packed_weights {
    static constexpr weight_stamp stamp = Stamp;
    alignas(64) float values[Stamp.floats];
};

/// FNV-1a (Fowler, Noll, Vo), of whole words: their bytes, the lowest first.
class fingerprint {
public:
    constexpr void add(std::uint32_t word) {
        for (int i = 0; i < 4; ++i, word >>= 8) value_ = (value_ ^ (word & 255u)) * 16777619u;
    }
    constexpr void add(long long number) {
        add(static_cast<std::uint32_t>(number & 0xffffffff));
        add(static_cast<std::uint32_t>(number >> 32 & 0xffffffff));
    }
    constexpr void add(float number) { add(std::bit_cast<std::uint32_t>(number)); }
    constexpr void add(int number) { add(static_cast<std::uint32_t>(number)); }
    constexpr std::uint32_t value() const { return value_; }

private:
    std::uint32_t value_ = 2166136261u;
};

/// What a file of packed weights begins with; the floats follow.
struct blob_head {
    static constexpr std::uint32_t magic = 0x7774656e, known_order = 0x01020304;

    std::uint32_t begins = magic;
    std::uint32_t order = known_order;
    weight_stamp stamp;
    std::uint32_t sum = 0;  // of the floats' bits
    std::uint32_t reserved[9]{};
};
static_assert(sizeof(blob_head) == 64);

/// What `blob_head::sum` holds.
inline std::uint32_t sum_of(const float* values, std::size_t count) {
    std::uint32_t sum = 1;
    for (std::size_t i = 0; i < count; ++i) {
        std::uint32_t bits;
        std::memcpy(&bits, values + i, sizeof bits);
        sum = (sum << 5 | sum >> 27) * 9u + bits;
    }
    return sum;
}

/// Why stamped weights are not those of a model, as a sentence; nullptr where they are.
constexpr const char* refuse_weights(const weight_stamp& found, const weight_stamp& wanted) {
    if (found.form != wanted.form) return "these weights were packed by another version of fusenet: pack them anew";
    if (found.network != wanted.network) return "these weights are of another network, or of another option such as streamed";
    if (found == wanted) return nullptr;
    return "these weights were packed for another target, or with other options";
}

/// The floats of a file of packed weights in memory, or why it cannot be used. The file must be aligned to its floats.
struct unpacked_blob {
    const float* values = nullptr;
    const char* refused = nullptr;
};
inline unpacked_blob try_unpack(std::span<const std::byte> blob, const weight_stamp& wanted) {
    blob_head head;
    if (blob.size() < sizeof head) return {nullptr, "these packed weights are cut off: they have no head"};
    if (reinterpret_cast<std::uintptr_t>(blob.data()) % alignof(float)) return {nullptr, "packed weights must be aligned to 4 bytes"};
    std::memcpy(&head, blob.data(), sizeof head);
    if (head.order == 0x04030201) return {nullptr, "these weights were packed for the other order of bytes"};
    if (head.begins != blob_head::magic || head.order != blob_head::known_order) return {nullptr, "this is no file of packed weights"};
    if (const char* why = refuse_weights(head.stamp, wanted)) return {nullptr, why};
    if (blob.size() < sizeof head + sizeof(float) * head.stamp.floats) return {nullptr, "these packed weights are cut off"};
    const auto* values = reinterpret_cast<const float*>(blob.data() + sizeof head);
    if (sum_of(values, head.stamp.floats) != head.sum) return {nullptr, "these packed weights are damaged: their sum is wrong"};
    return {values, nullptr};
}

}  // namespace fusenet
