// model: a network in ONNX's terms, as plain data: nodes, the tensors they read, inputs and outputs.
#pragma once

#include <cstdint>
#include <fusenet/core/element.hpp>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace fusenet::onnx_files {

/// A tensor by its name in the file; no name is an input that an operator may lack.
struct value {
    std::string name;
};

using attribute_value =
    std::variant<float, std::int64_t, std::string, std::vector<std::int64_t>, std::vector<std::string>>;

struct node {
    std::string name, op;
    std::vector<std::string> inputs, outputs;
    std::vector<std::pair<std::string, attribute_value>> attributes;
};

/// Values that lie in the file: of float32 where they belong to somebody else (`seen`) or to the tensor itself, or
/// int64.
struct tensor {
    std::string name;
    std::vector<std::int64_t> extent;
    std::span<const float> seen;
    std::vector<float> floats;
    std::vector<std::int64_t> integers;

    std::span<const float> values() const { return floats.empty() ? seen : std::span<const float>(floats); }
};

/// An input or output of the network; an axis of 0 is the batch, as long as the caller wants.
struct port {
    std::string name;
    std::vector<std::int64_t> extent;
    element type = element::float32;
};

struct model {
    std::string name;
    std::vector<node> nodes;
    std::vector<tensor> tensors;
    std::vector<port> inputs, outputs;
};

}  // namespace fusenet::onnx_files
