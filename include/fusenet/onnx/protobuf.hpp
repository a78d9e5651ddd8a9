// try_save: a model as an ONNX file, by the library of ONNX's own protocol buffers.
#pragma once

#ifndef ONNX_ML
#define ONNX_ML 1  // with ONNX_NAMESPACE, what the library itself was compiled with
#endif
#ifndef ONNX_NAMESPACE
#define ONNX_NAMESPACE onnx
#endif
#include <onnx/onnx_pb.h>

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fusenet/core/error.hpp>
#include <fusenet/onnx/model.hpp>
#include <fusenet/weights/byte_source.hpp>
#include <limits>
#include <ostream>
#include <string>
#include <variant>

namespace fusenet::onnx_files {

inline constexpr int ir_version = 8, opset = 13;

namespace detail {

inline void put(const port& from, ::onnx::ValueInfoProto& to) {
    to.set_name(from.name);
    ::onnx::TypeProto_Tensor& type = *to.mutable_type()->mutable_tensor_type();
    type.set_elem_type(from.type == element::uint8 ? ::onnx::TensorProto::UINT8 : ::onnx::TensorProto::FLOAT);
    for (const std::int64_t cells : from.extent) {
        ::onnx::TensorShapeProto_Dimension& axis = *type.mutable_shape()->add_dim();
        if (cells > 0)
            axis.set_dim_value(cells);
        else
            axis.set_dim_param("batch");
    }
}

inline void put(const tensor& from, ::onnx::TensorProto& to) {
    static_assert(std::endian::native == std::endian::little, "fusenet: ONNX files are little-endian");
    to.set_name(from.name);
    for (const std::int64_t cells : from.extent) to.add_dims(cells);
    if (!from.integers.empty()) {
        to.set_data_type(::onnx::TensorProto::INT64);
        to.set_raw_data(from.integers.data(), from.integers.size() * sizeof(std::int64_t));
    } else {
        to.set_data_type(::onnx::TensorProto::FLOAT);
        to.set_raw_data(from.values().data(), from.values().size_bytes());
    }
}

inline void put(const node& from, ::onnx::NodeProto& to) {
    to.set_name(from.name);
    to.set_op_type(from.op);
    for (const std::string& name : from.inputs) to.add_input(name);
    for (const std::string& name : from.outputs) to.add_output(name);
    for (const auto& [name, given] : from.attributes) {
        ::onnx::AttributeProto& attribute = *to.add_attribute();
        attribute.set_name(name);
        if (const float* number = std::get_if<float>(&given)) {
            attribute.set_type(::onnx::AttributeProto::FLOAT);
            attribute.set_f(*number);
        } else if (const std::int64_t* whole = std::get_if<std::int64_t>(&given)) {
            attribute.set_type(::onnx::AttributeProto::INT);
            attribute.set_i(*whole);
        } else if (const std::string* word = std::get_if<std::string>(&given)) {
            attribute.set_type(::onnx::AttributeProto::STRING);
            attribute.set_s(*word);
        } else if (const auto* words = std::get_if<std::vector<std::string>>(&given)) {
            attribute.set_type(::onnx::AttributeProto::STRINGS);
            for (const std::string& each : *words) attribute.add_strings(each);
        } else {
            attribute.set_type(::onnx::AttributeProto::INTS);
            for (const std::int64_t each : std::get<std::vector<std::int64_t>>(given)) attribute.add_ints(each);
        }
    }
}

}  // namespace detail

/// Writes the file anew; an old one of that name stays until the new one is whole. Fails above 2 GiB, which is all that
/// one file of protocol buffers holds.
inline status try_save(const model& from, const std::filesystem::path& path) {
    ::onnx::ModelProto file;
    file.set_ir_version(ir_version);
    file.add_opset_import()->set_version(opset);
    file.set_producer_name("fusenet");
    ::onnx::GraphProto& graph = *file.mutable_graph();
    graph.set_name("network");
    for (const port& each : from.inputs) detail::put(each, *graph.add_input());
    for (const port& each : from.outputs) detail::put(each, *graph.add_output());
    for (const tensor& each : from.tensors) detail::put(each, *graph.add_initializer());
    for (const node& each : from.nodes) detail::put(each, *graph.add_node());
    if (file.ByteSizeLong() > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        return failure{path.string() + ": a network of more than 2 GiB does not fit an ONNX file"};
    return weight_files::write_file(path, [&](std::ostream& to) { file.SerializeToOstream(&to); });
}

}  // namespace fusenet::onnx_files
