// Reads the weights of a network from a .safetensors file; all that its header says is checked before anything is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/safetensors_json.hpp>
#include <fusenet/weights/safetensors_writer.hpp>
#include <fusenet/weights/stored_values.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet {

namespace weight_files {

#if FUSENET_HAS_JSON

inline result<safetensors_header> read_safetensors_header(byte_source& source) {
    const auto fail = [&](const std::string& what) { return failure{source.name() + ": " + what}; };
    const std::string size = std::to_string(source.size()) + " bytes";
    std::byte prefix[8];
    if (source.size() < sizeof prefix)
        return fail("expected the 8 bytes of a header's length, found a file of " + size + ": it is cut off");
    if (const status read = source.read(0, prefix); !read) return read.why();
    const auto length = load_little<std::uint64_t>(prefix);
    if (length > longest_safetensors_header)
        return fail("expected a header of at most " + std::to_string(longest_safetensors_header) +
                    " bytes, found one that claims " + std::to_string(length) + ": this is no .safetensors file");
    if (length > source.size() - sizeof prefix)
        return fail("expected a header of " + std::to_string(length) + " bytes, found a file of " + size +
                    ": it is cut off, or no .safetensors file");
    std::string text(static_cast<std::size_t>(length), '\0');
    if (const status read = source.read(sizeof prefix, std::as_writable_bytes(std::span(text))); !read)
        return read.why();
    auto header = parse_safetensors_header(text, source.size() - sizeof prefix - length);
    if (!header) return fail(header.message());
    header->data_begin = sizeof prefix + length;
    return header;
}

/// The caller's word, or the file's, or PyTorch's.
inline result<convention> order_of(const safetensors_header& header, const load_options& options) {
    if (options.order) return *options.order;
    const auto format = header.metadata.find("format");
    if (format == header.metadata.end() || format->second == "pt") return convention::pytorch;
    if (format->second == "tf") return convention::tensorflow;
    return failure{"metadata \"format\": expected \"pt\" or \"tf\", found " + in_quotes(format->second) +
                   ": say the order of its axes in load_options"};
}

/// The tensors of a header, which must outlive them.
inline std::vector<offer> offers_of(const safetensors_header& header) {
    std::vector<offer> offers;
    for (const safetensors_entry& t : header.tensors) offers.push_back({t.name, t.type(), t.extent, t.dtype});
    return offers;
}

inline result<stored_values> open_safetensors(byte_source source, std::span<const parameter> table,
                                              const load_options& options) {
    const auto header = read_safetensors_header(source);
    if (!header) return header.why();
    const auto order = order_of(*header, options);
    if (!order) return failure{source.name() + ": " + order.message()};
    const bool stated = !options.order && header->metadata.contains("format");
    const auto found = match(source.name(), table, offers_of(*header), *order, options.allow_extra, stated);
    if (!found) return found.why();
    std::vector<stored_tensor> rows;
    for (const offered_values& row : *found) {
        if (row.zeros()) {
            rows.push_back(all_zeros);
            continue;
        }
        const safetensors_entry& t = header->tensors[row.at];
        rows.push_back(part_of({t.type(), header->data_begin + t.begin}, row.first));
    }
    return stored_values::try_of(table, *order, std::move(rows), std::move(source));
}

#else

inline result<stored_values> open_safetensors(byte_source source, std::span<const parameter>, const load_options&) {
    return failure{source.name() +
                   ": this build cannot read .safetensors files, for lack of nlohmann-json "
                   "(FUSENET_HAS_JSON); .npy files and constants need nothing"};
}

#endif

}  // namespace weight_files

/// Checks all but the values, which stay in the file: a model takes them from there, some at a time. float32 tensors,
/// and float16, bfloat16 and float64 ones as float32.
inline result<stored_values> try_open_safetensors(const std::filesystem::path& path, std::span<const parameter> table,
                                                  const load_options& options = {}) {
    auto source = weight_files::byte_source::open(path);
    if (!source) return source.why();
    return weight_files::open_safetensors(*std::move(source), table, options);
}

/// The same from a file's bytes in memory, which must stay there; messages call it `name`.
inline result<stored_values> try_open_safetensors(std::span<const std::byte> bytes, std::span<const parameter> table,
                                                  const load_options& options = {},
                                                  const std::string& name = "memory") {
    return weight_files::open_safetensors(weight_files::byte_source(bytes, name), table, options);
}

/// The whole file as a set.
inline result<parameter_set> try_load_safetensors(const std::filesystem::path& path, std::span<const parameter> table,
                                                  const load_options& options = {}) {
    auto opened = try_open_safetensors(path, table, options);
    if (!opened) return opened.why();
    return try_read_all(*opened);
}
inline result<parameter_set> try_load_safetensors(std::span<const std::byte> bytes, std::span<const parameter> table,
                                                  const load_options& options = {},
                                                  const std::string& name = "memory") {
    auto opened = try_open_safetensors(bytes, table, options, name);
    if (!opened) return opened.why();
    return try_read_all(*opened);
}

#if defined(__cpp_exceptions)
inline stored_values open_safetensors(const std::filesystem::path& path, std::span<const parameter> table,
                                      const load_options& options = {}) {
    return try_open_safetensors(path, table, options).value();
}
inline stored_values open_safetensors(std::span<const std::byte> bytes, std::span<const parameter> table,
                                      const load_options& options = {}, const std::string& name = "memory") {
    return try_open_safetensors(bytes, table, options, name).value();
}
inline parameter_set load_safetensors(const std::filesystem::path& path, std::span<const parameter> table,
                                      const load_options& options = {}) {
    return try_load_safetensors(path, table, options).value();
}
inline parameter_set load_safetensors(std::span<const std::byte> bytes, std::span<const parameter> table,
                                      const load_options& options = {}, const std::string& name = "memory") {
    return try_load_safetensors(bytes, table, options, name).value();
}
#endif

}  // namespace fusenet
