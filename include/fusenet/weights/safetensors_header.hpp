// What the header of a .safetensors file says: its layout, and the proof that it describes the file.
//
//   8 bytes   length n of the header, little-endian
//   n bytes   {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ..., "__metadata__": {...}}
//   the rest  the tensors' bytes, one after the other without gaps
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet::weight_files {

/// Longer headers are refused, as by the format's own library.
inline constexpr std::uint64_t longest_safetensors_header = 100'000'000;

inline constexpr std::array<std::pair<std::string_view, stored_type>, 13> safetensors_types{
    {{"F32", stored_type::float32},
     {"F64", stored_type::float64},
     {"F16", stored_type::float16},
     {"BF16", stored_type::bfloat16},
     {"I64", stored_type::int64},
     {"I32", stored_type::int32},
     {"I16", stored_type::int16},
     {"I8", stored_type::int8},
     {"U64", stored_type::uint64},
     {"U32", stored_type::uint32},
     {"U16", stored_type::uint16},
     {"U8", stored_type::uint8},
     {"BOOL", stored_type::boolean}}};

/// One tensor as the header states it; its bytes are [begin, end) of the file's data.
struct safetensors_entry {
    std::string name, dtype;
    std::vector<std::uint64_t> extent;
    std::uint64_t begin = 0, end = 0;

    stored_type type() const {
        for (const auto& [word, type] : safetensors_types)
            if (word == dtype) return type;
        return stored_type::unknown;
    }
};

struct safetensors_header {
    std::vector<safetensors_entry> tensors;  // sorted by name
    std::map<std::string, std::string> metadata;
    std::uint64_t data_begin = 0;  // of the file
};

/// Whether the tensor's bytes are as many as its extent and type need; nothing is asked of an unknown type.
inline status check_size(const safetensors_entry& t) {
    const std::string what = "tensor " + in_quotes(t.name) + ": ";
    const auto offsets = "[" + std::to_string(t.begin) + ", " + std::to_string(t.end) + "]";
    if (t.end < t.begin) return failure{what + "its data_offsets " + offsets + " end before they begin"};
    auto bytes = static_cast<std::uint64_t>(facts_of(t.type()).bytes);
    if (bytes == 0) return {};
    for (const std::uint64_t d : t.extent) {
        if (d != 0 && bytes > std::numeric_limits<std::uint64_t>::max() / d)
            return failure{what + "its shape " + spelled(t.extent) + " is larger than any file"};
        bytes *= d;
    }
    if (bytes == t.end - t.begin) return {};
    return failure{what + "expected " + std::to_string(bytes) + " bytes for " + spelled(t.extent) + " " + t.dtype +
                   ", found data_offsets " + offsets + ", which are " + std::to_string(t.end - t.begin) + " bytes"};
}

/// Whether the tensors, sorted by name, cover the file's data: all of it, and each byte once.
inline status check_coverage(const std::vector<safetensors_entry>& tensors, std::uint64_t data_bytes) {
    const auto twice = std::ranges::adjacent_find(tensors, {}, &safetensors_entry::name);
    if (twice != tensors.end()) return failure{"tensor " + in_quotes(twice->name) + ": is described twice"};

    std::vector<const safetensors_entry*> in_order;
    for (const safetensors_entry& t : tensors) in_order.push_back(&t);
    std::ranges::stable_sort(in_order, {}, [](const auto* t) { return std::pair(t->begin, t->end); });
    std::uint64_t covered = 0;
    const safetensors_entry* before = nullptr;
    for (const safetensors_entry* t : in_order) {
        const std::string what = "tensor " + in_quotes(t->name) + ": its data ";
        if (t->end > data_bytes)
            return failure{what + "ends at byte " + std::to_string(t->end) + " of the data, found only " +
                           std::to_string(data_bytes) + ": the file is cut off"};
        if (t->begin != covered) {
            const std::string why = t->begin < covered ? "it overlaps tensor " + in_quotes(before->name)
                                                       : "the bytes between belong to no tensor";
            return failure{what + "begins at byte " + std::to_string(t->begin) + ", expected " +
                           std::to_string(covered) + ": " + why};
        }
        covered = t->end;
        before = t;
    }
    if (covered == data_bytes) return {};
    return failure{"expected " + std::to_string(covered) + " bytes of data after the header, found " +
                   std::to_string(data_bytes)};
}

}  // namespace fusenet::weight_files
