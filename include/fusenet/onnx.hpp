// save_onnx<net>: include this, which needs ONNX's library, and a network with its weights becomes an ONNX file.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/graph/described.hpp>
#include <fusenet/onnx/protobuf.hpp>
#include <fusenet/onnx/write.hpp>
#include <fusenet/weights/arrange.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <span>
#include <string>
#include <utility>

namespace fusenet {

struct onnx_options {
    int batch = 0;  // images that the file is for; 0: as many as its user wants
};

/// Writes `Net` with these values as an ONNX file: IR version 8, opset 13, float32. Its input is called "input", and
/// its output "output", or "output_0", "output_1", ...; an image is [batch x channels x height x width], a signal
/// [batch x channels x cells], a vector [batch x values]. Weights are called by their paths. `In` is for a network
/// without input(...). The set must hold this network's tensors and no others; a layer without an ONNX form is an
/// error.
template <const auto& Net, shape In = shape{}>
status try_save_onnx(const parameter_set& given, const std::filesystem::path& path, onnx_options options = {}) {
    using all = described<Net, In>;
    if (options.batch < 0)
        return failure{path.string() + ": batch: expected 0 or more, found " + std::to_string(options.batch)};
    const std::span<const parameter> table = all::parameters();
    const long long floats = table.empty() ? 0 : table.back().offset + table.back().extent.size();
    const bool own = std::ranges::equal(table, given.table()) && std::cmp_equal(given.values().size(), floats);
    parameter_set arranged;
    if (!own) {
        auto found = try_arrange(table, given);
        if (!found) return failure{path.string() + ": " + found.message()};
        arranged = *std::move(found);
    }
    const float* values = (own ? given : arranged).values().data();
    const auto file = onnx_files::try_write(Net, all::lowered.net, all::table, values, options.batch);
    return file ? onnx_files::try_save(*file, path) : status(failure{path.string() + ": " + file.message()});
}

/// A model holds its weights folded and packed: give the set that it was loaded from.
template <const auto& Net, shape In = shape{}, class Model>
    requires requires { typename Model::plan; }
status try_save_onnx(const Model& model, const std::filesystem::path& path, onnx_options options = {}) = delete;

#if defined(__cpp_exceptions)
template <const auto& Net, shape In = shape{}>
void save_onnx(const parameter_set& given, const std::filesystem::path& path, onnx_options options = {}) {
    try_save_onnx<Net, In>(given, path, options).require();
}
template <const auto& Net, shape In = shape{}, class Model>
    requires requires { typename Model::plan; }
void save_onnx(const Model& model, const std::filesystem::path& path, onnx_options options = {}) = delete;
#endif

}  // namespace fusenet
