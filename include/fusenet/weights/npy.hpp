// NumPy's .npy files: one array each, as numbers and extent.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <fusenet/weights/npy_header.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <span>
#include <string>
#include <vector>

namespace fusenet {

/// An array as its file holds it.
struct npy_array {
    std::vector<long long> shape;  // outermost first; empty for a single number
    stored_type type = stored_type::float32;
    std::vector<std::byte> bytes;  // little-endian numbers in C order

    long long size() const { return static_cast<long long>(bytes.size()) / weight_files::facts_of(type).bytes; }

    /// All numbers, rounded to nearest where T cannot hold them.
    template <std::floating_point T>
    std::vector<T> as() const {
        const auto convert = [this]<class Bits, class Number>(Bits, Number) {
            std::vector<T> out;
            out.reserve(bytes.size() / sizeof(Bits));
            for (std::size_t at = 0; at < bytes.size(); at += sizeof(Bits))
                out.push_back(static_cast<T>(std::bit_cast<Number>(weight_files::load_little<Bits>(&bytes[at]))));
            return out;
        };
        switch (type) {
            case stored_type::float32:
                return convert(std::uint32_t(), float());
            case stored_type::float64:
                return convert(std::uint64_t(), double());
            case stored_type::int64:
                return convert(std::uint64_t(), std::int64_t());
            case stored_type::int32:
                return convert(std::uint32_t(), std::int32_t());
            case stored_type::uint8:
                return convert(std::uint8_t(), std::uint8_t());
            default:
                return {};  // no .npy file is read as another type
        }
    }
};

namespace weight_files {

inline result<npy_array> read_npy(byte_source& source) {
    const auto header = read_npy_header(source);
    if (!header) return header.why();
    npy_array array{{header->shape.begin(), header->shape.end()}, header->type, {}};
    array.bytes.resize(static_cast<std::size_t>(header->data_bytes));
    if (const status read = source.read(header->data_begin, array.bytes); !read) return read.why();
    return array;
}

}  // namespace weight_files

/// Reads float32, float64, uint8, int64 and int32 arrays; Fortran order and big-endian numbers are refused.
inline result<npy_array> try_load_npy(const std::filesystem::path& path) {
    auto source = weight_files::byte_source::open(path);
    if (!source) return source.why();
    return weight_files::read_npy(*source);
}

/// The same from a file's bytes in memory; messages call it `name`.
inline result<npy_array> try_load_npy(std::span<const std::byte> bytes, const std::string& name = "memory") {
    weight_files::byte_source source(bytes, name);
    return weight_files::read_npy(source);
}

/// The bytes of a float32 file of version 1; fails if the extent does not fit the values.
inline result<std::vector<std::byte>> try_encode_npy(const std::vector<long long>& shape,
                                                     std::span<const float> values) {
    using namespace weight_files;
    std::string tuple = "(";
    bool positive = true;
    for (const long long d : shape) {
        tuple += std::to_string(d) + (shape.size() == 1 ? "," : ", ");
        positive = positive && d >= 0;
    }
    if (shape.size() > 1) tuple.resize(tuple.size() - 2);
    std::string text = "{'descr': '<f4', 'fortran_order': False, 'shape': " + tuple + "), }";
    text.resize((11 + text.size() + 63) / 64 * 64 - 11, ' ');  // so that the data begins at a multiple of 64
    text += '\n';
    const std::string found = "found the shape " + tuple + ") and " + std::to_string(values.size()) + " values";
    if (!positive) return failure{"expected no negative extent, " + found};
    const npy_dictionary said{"<f4", false, {shape.begin(), shape.end()}};
    if (text.size() > longest_npy_dictionary || !check_npy(said, 4 * values.size()))
        return failure{"expected a shape that holds the values, " + found};

    std::vector<std::byte> bytes(10 + text.size() + 4 * values.size());
    for (std::size_t i = 0; i < npy_magic.size(); ++i) bytes[i] = static_cast<std::byte>(npy_magic[i]);
    bytes[6] = std::byte{1};
    store_little(static_cast<std::uint16_t>(text.size()), &bytes[8]);
    std::byte* to = bytes.data() + 10;
    for (const char letter : text) *to++ = static_cast<std::byte>(letter);
    for (const float value : values) {
        store_little(std::bit_cast<std::uint32_t>(value), to);
        to += 4;
    }
    return bytes;
}

/// Writes the file anew; an old one of that name stays until the new one is whole.
inline status try_save_npy(const std::filesystem::path& path, const std::vector<long long>& shape,
                           std::span<const float> values) {
    const auto bytes = try_encode_npy(shape, values);
    if (!bytes) return failure{path.string() + ": " + bytes.message()};
    return weight_files::write_file(path, *bytes);
}

#if defined(__cpp_exceptions)
inline npy_array load_npy(const std::filesystem::path& path) { return try_load_npy(path).value(); }
inline void save_npy(const std::filesystem::path& path, const std::vector<long long>& shape,
                     std::span<const float> values) {
    try_save_npy(path, shape, values).require();
}
#endif

}  // namespace fusenet
