// Writes parameters as a .safetensors file of PyTorch's convention, which every other program can read.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/json_text.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet {

/// What a file says about itself beside its tensors.
using file_metadata = std::map<std::string, std::string>;

namespace weight_files {

inline result<std::string> safetensors_header_text(const parameter_set& set, file_metadata metadata) {
    if (const std::string& format = metadata.try_emplace("format", "pt").first->second; format != "pt")
        return failure{"metadata \"format\": expected \"pt\", which is how files are written, found " +
                       in_quotes(format)};
    std::string out = "{\"__metadata__\":{";
    for (const auto& [key, value] : metadata) {
        if (!is_utf8(key) || !is_utf8(value)) return failure{"metadata " + in_quotes(key) + ": is not UTF-8"};
        out += (out.ends_with('{') ? "" : ",") + json_string(key) + ":" + json_string(value);
    }
    out += '}';
    long long at = 0;
    for (const parameter& p : set.table()) {
        const std::string_view name = p.name.view();
        if (!is_utf8(name) || name == "__metadata__")
            return failure{"tensor " + in_quotes(name) + ": the format does not allow that name"};
        if (!is_sound(p)) return failure{"tensor " + in_quotes(name) + ": reads a flattened image of another size"};
        if (p.mixed)
            return failure{"tensor " + in_quotes(name) + ": reads flattened images and other values side by side, whose order "
                           "in PyTorch's convention is not known"};
        std::string extent;
        for (int axis = 0; axis < p.extent.rank; ++axis) extent += (axis ? "," : "") + std::to_string(p.extent.d[axis]);
        const long long end = at + 4 * p.extent.size();
        out += "," + json_string(name) + ":{\"dtype\":\"F32\",\"shape\":[" + extent + "],\"data_offsets\":[" +
               std::to_string(at) + "," + std::to_string(end) + "]}";
        at = end;
    }
    out += '}';
    out.resize((out.size() + 7) / 8 * 8, ' ');  // so that the data begins at a multiple of 8
    return out;
}

}  // namespace weight_files

/// The whole file as bytes. Fails on metadata or names that are not UTF-8, and on a "format" other than "pt".
inline result<std::vector<std::byte>> try_encode_safetensors(const parameter_set& set, file_metadata metadata = {}) {
    using namespace weight_files;
    const auto header = safetensors_header_text(set, std::move(metadata));
    if (!header) return header.why();
    std::size_t floats = 0;
    for (const parameter& p : set.table()) floats += set.of(p).size();
    std::vector<std::byte> bytes(8 + header->size() + 4 * floats);
    store_little<std::uint64_t>(header->size(), bytes.data());
    std::byte* to = bytes.data() + 8;
    for (const char letter : *header) *to++ = static_cast<std::byte>(letter);
    for (const parameter& p : set.table()) {
        const std::span<const float> values = set.of(p);
        file_order(p, convention::pytorch).each([&](std::size_t here, std::size_t there) {
            store_little(std::bit_cast<std::uint32_t>(values[here]), to + 4 * there);
        });
        to += 4 * values.size();
    }
    return bytes;
}

/// Writes the file anew; an old one of that name stays until the new one is whole.
inline status try_save_safetensors(const std::filesystem::path& path, const parameter_set& set,
                                   file_metadata metadata = {}) {
    const auto bytes = try_encode_safetensors(set, std::move(metadata));
    if (!bytes) return failure{path.string() + ": " + bytes.message()};
    return weight_files::write_file(path, *bytes);
}

#if defined(__cpp_exceptions)
inline void save_safetensors(const std::filesystem::path& path, const parameter_set& set, file_metadata metadata = {}) {
    try_save_safetensors(path, set, std::move(metadata)).require();
}
#endif

}  // namespace fusenet
