// The weights of a network from a folder that holds one .npy file for each parameter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/npy.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/stored_values.hpp>
#include <set>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace fusenet {

namespace weight_files {

/// The names of the .npy files in the folder, and of the parameters whose names lead into folders below it.
inline result<std::set<std::string>> names_in_folder(const std::filesystem::path& folder,
                                                     std::span<const parameter> table) {
    std::set<std::string> names;
    std::error_code code;
    if (!std::filesystem::is_directory(folder, code))
        return failure{folder.string() + ": expected a folder of .npy files, found none"};
    auto file = std::filesystem::directory_iterator(folder, code);
    for (; !code && file != std::filesystem::directory_iterator(); file.increment(code))
        if (file->path().extension() == ".npy") names.insert(file->path().stem().string());
    if (code) return failure{folder.string() + ": cannot be listed: " + code.message()};
    for (const parameter& p : table) {
        const std::string name(p.name.view());
        if (name.find('/') != name.npos && std::filesystem::exists(folder / (name + ".npy"), code)) names.insert(name);
    }
    return names;
}

/// Those of the names that a parameter may have in this convention; or all, where none may be there in vain.
inline std::vector<std::string> names_to_open(const std::set<std::string>& names, std::span<const parameter> table,
                                              convention order, bool allow_extra) {
    if (!allow_extra) return {names.begin(), names.end()};
    const bool of_keras = order == convention::tensorflow;
    std::set<std::string> wanted;
    for (const parameter& p : table) {
        const std::string name = tensor_of(p, table, order).name;
        wanted.insert(name);
        if (!of_keras) continue;
        wanted.insert(plain_keras_name(name));
        if (is_kept_apart(p, order)) continue;
        for (const std::string& word : keras_names(name)) wanted.insert(plain_keras_name(word));
    }
    std::vector<std::string> out;
    for (const std::string& name : names)
        if (wanted.contains(name) || (of_keras && wanted.contains(plain_keras_name(name)))) out.push_back(name);
    return out;
}

/// The files that concern a network, and what their headers say.
struct npy_contents {
    struct array {
        std::string name;
        stored_file file;
        std::vector<std::uint64_t> extent;
    };
    std::vector<array> arrays;  // sorted by name
    convention order = convention::pytorch;
};

/// The arrays as tensors, which they must outlive.
inline std::vector<offer> offers_of(const npy_contents& there) {
    std::vector<offer> offers;
    for (const npy_contents::array& a : there.arrays) offers.push_back({a.name, a.file.tensor.type, a.extent});
    return offers;
}

inline result<npy_contents> read_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                            const load_options& options) {
    npy_contents there;
    there.order = options.order.value_or(convention::pytorch);
    const auto names = names_in_folder(folder, table);
    if (!names) return names.why();
    for (const std::string& name : names_to_open(*names, table, there.order, options.allow_extra)) {
        const std::filesystem::path path = folder / (name + ".npy");
        auto source = byte_source::open(path);
        if (!source) return source.why();
        auto header = read_npy_header(*source);
        if (!header) return header.why();
        const stored_tensor tensor{header->type, header->data_begin};
        there.arrays.push_back({name, {path, source->size(), tensor}, std::move(header->shape)});
    }
    return there;
}

}  // namespace weight_files

/// Checks all but the values of `<folder>/<name>.npy` for every parameter: float32, or float64 as float32. The values
/// stay in the files: a model takes them from there, some at a time. Axes are in PyTorch's order unless the options say
/// otherwise.
inline result<stored_values> try_open_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                                 const load_options& options = {}) {
    using namespace weight_files;
    const auto there = read_npy_folder(folder, table, options);
    if (!there) return there.why();
    const auto found = match(folder.string(), table, offers_of(*there), there->order, options.allow_extra);
    if (!found) return found.why();
    std::vector<stored_file> rows;
    for (const offered_values& row : *found) {
        rows.push_back(row.zeros() ? stored_file{{}, 0, all_zeros} : there->arrays[row.at].file);
        rows.back().tensor = row.zeros() ? all_zeros : part_of(rows.back().tensor, row.first);
    }
    return stored_values::try_of(table, there->order, std::move(rows), folder.string());
}

/// All of them as a set.
inline result<parameter_set> try_load_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                                 const load_options& options = {}) {
    auto opened = try_open_npy_folder(folder, table, options);
    if (!opened) return opened.why();
    return try_read_all(*opened);
}

#if defined(__cpp_exceptions)
inline stored_values open_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                     const load_options& options = {}) {
    return try_open_npy_folder(folder, table, options).value();
}
inline parameter_set load_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                     const load_options& options = {}) {
    return try_load_npy_folder(folder, table, options).value();
}
#endif

}  // namespace fusenet
