// What the header of a NumPy .npy file says, versions 1 to 3, and the proof that it describes the file.
//
//   6 bytes   "\x93NUMPY"
//   2 bytes   version
//   2 or 4    length n of the dictionary, little-endian (2 bytes in version 1)
//   n bytes   the dictionary
//   the rest  the numbers
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <fusenet/weights/npy_dictionary.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet::weight_files {

struct npy_header {
    stored_type type = stored_type::unknown;
    std::vector<std::uint64_t> shape;
    std::uint64_t data_begin = 0, data_bytes = 0;  // of the file
};

inline constexpr std::string_view npy_magic = "\x93NUMPY";

/// Longer dictionaries are refused; NumPy reads 10,000 bytes unless it is told to trust the file.
inline constexpr std::uint64_t longest_npy_dictionary = 65535;

inline constexpr std::array<std::pair<std::string_view, stored_type>, 6> npy_types{{{"<f4", stored_type::float32},
                                                                                    {"<f8", stored_type::float64},
                                                                                    {"|u1", stored_type::uint8},
                                                                                    {"<u1", stored_type::uint8},
                                                                                    {"<i8", stored_type::int64},
                                                                                    {"<i4", stored_type::int32}}};

/// Whether these are numbers that we read, in the order that we read, and as many as the file has bytes for.
inline result<npy_header> check_npy(const npy_dictionary& said, std::uint64_t found_bytes) {
    npy_header out{stored_type::unknown, said.shape, 0, 0};
    for (const auto& [descr, type] : npy_types)
        if (descr == said.descr) out.type = type;
    if (said.descr.starts_with('>'))
        return failure{"expected little-endian numbers, found big-endian ones, " + in_quotes(said.descr)};
    if (out.type == stored_type::unknown)
        return failure{"expected numbers of type <f4, <f8, |u1, <i8 or <i4, found " + in_quotes(said.descr)};
    if (said.fortran_order)
        return failure{"expected C order, found Fortran order: save numpy.ascontiguousarray(a) instead"};
    out.data_bytes = static_cast<std::uint64_t>(facts_of(out.type).bytes);
    for (const std::uint64_t d : said.shape) {
        if (d != 0 && out.data_bytes > std::numeric_limits<std::uint64_t>::max() / d)
            return failure{"its shape " + spelled(said.shape) + " is larger than any file"};
        out.data_bytes *= d;
    }
    if (out.data_bytes == found_bytes) return out;
    return failure{"expected " + std::to_string(out.data_bytes) + " bytes of data for " + spelled(said.shape) + " " +
                   std::string(facts_of(out.type).name) + ", found " + std::to_string(found_bytes) +
                   (found_bytes < out.data_bytes ? ": the file is cut off" : "")};
}

inline result<npy_header> read_npy_header(byte_source& source) {
    const auto fail = [&](const std::string& what) { return failure{source.name() + ": " + what}; };
    std::array<std::byte, 12> prefix{};
    if (source.size() < prefix.size())
        return fail("expected a .npy file, found only " + std::to_string(source.size()) + " bytes");
    if (const status read = source.read(0, prefix); !read) return read.why();
    for (std::size_t i = 0; i < npy_magic.size(); ++i)
        if (prefix[i] != static_cast<std::byte>(npy_magic[i]))
            return fail("expected a .npy file, found one that does not begin with \\x93NUMPY");
    const auto version = std::to_integer<int>(prefix[6]), minor = std::to_integer<int>(prefix[7]);
    if (version < 1 || version > 3 || minor != 0)
        return fail("expected version 1.0, 2.0 or 3.0 of the .npy format, found " + std::to_string(version) + "." +
                    std::to_string(minor));
    const std::uint64_t text_begin = version == 1 ? 10 : 12;
    const std::uint64_t length =
        version == 1 ? load_little<std::uint16_t>(&prefix[8]) : load_little<std::uint32_t>(&prefix[8]);
    if (length > longest_npy_dictionary)
        return fail("expected a header of at most " + std::to_string(longest_npy_dictionary) +
                    " bytes, found one that claims " + std::to_string(length));
    if (length > source.size() - text_begin)
        return fail("expected a header of " + std::to_string(length) + " bytes, found a file of " +
                    std::to_string(source.size()) + " bytes: it is cut off");
    std::string text(static_cast<std::size_t>(length), '\0');
    if (const status read = source.read(text_begin, std::as_writable_bytes(std::span(text))); !read) return read.why();
    const auto said = npy_dictionary_reader(text).read();
    if (!said) return fail(said.message());
    auto header = check_npy(*said, source.size() - text_begin - length);
    if (!header) return fail(header.message());
    header->data_begin = text_begin + length;
    return header;
}

}  // namespace fusenet::weight_files
