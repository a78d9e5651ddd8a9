// The weights of a network from a folder that holds one .npy file for each parameter.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/npy.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/place.hpp>
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

}  // namespace weight_files

/// Reads `<folder>/<name>.npy` for every parameter: float32, or float64 as float32. Axes are in PyTorch's order
/// unless the options say otherwise.
inline result<parameter_set> try_load_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                                 const load_options& options = {}) {
    using namespace weight_files;
    const convention order = options.order.value_or(convention::pytorch);
    const auto names = names_in_folder(folder, table);
    if (!names) return names.why();

    parameter_set set(table);
    std::vector<npy_array> arrays;
    std::vector<offer> offers;
    for (const std::string& name : *names) {
        if (options.allow_extra && !set.find(name)) continue;
        auto array = try_load_npy(folder / (name + ".npy"));
        if (!array) return array.why();
        offers.push_back({name, array->type, {array->shape.begin(), array->shape.end()}});
        arrays.push_back(*std::move(array));
    }
    const auto found = match(folder.string(), table, offers, order, options.allow_extra);
    if (!found) return found.why();
    std::vector<float> values;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const npy_array& array = arrays[(*found)[i]];
        if (const status placed = place(set, table[i], order, array.type, array.bytes, values); !placed)
            return tensor_failure(folder.string(), table[i].name.view(), placed.message());
    }
    return set;
}

#if defined(__cpp_exceptions)
inline parameter_set load_npy_folder(const std::filesystem::path& folder, std::span<const parameter> table,
                                     const load_options& options = {}) {
    return try_load_npy_folder(folder, table, options).value();
}
#endif

}  // namespace fusenet
