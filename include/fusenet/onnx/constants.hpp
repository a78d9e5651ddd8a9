// constant_writer: numbers that a layer's nodes read beside its parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fusenet/onnx/model.hpp>
#include <fusenet/onnx/operation.hpp>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::onnx_files {

class constant_writer {
public:
    constant_writer(model& file, std::string layer) : file_(file), layer_(std::move(layer)) {}

    value floats(std::vector<float> values, extents extent) {
        tensor& t = constant();
        t.floats = std::move(values), t.extent = std::move(extent);
        return {t.name};
    }
    value number(float x) { return floats({x}, {}); }
    value numbers(std::vector<float> values) {
        const auto count = static_cast<std::int64_t>(values.size());
        return floats(std::move(values), {count});
    }
    value filled(float x, const extents& extent) {
        std::size_t count = 1;
        for (const std::int64_t axis : extent) count *= static_cast<std::size_t>(axis);
        return floats(std::vector<float>(count, x), extent);
    }
    value integers(extents values) {
        tensor& t = constant();
        t.extent = {static_cast<std::int64_t>(values.size())};
        t.integers = std::move(values);
        return {t.name};
    }
    /// An input that an operator may lack.
    value nothing() const { return {}; }

protected:
    model& file_;

private:
    tensor& constant() {
        tensor& t = file_.tensors.emplace_back();
        t.name = layer_ + ".constant" + std::to_string(count_++);
        return t;
    }

    std::string layer_;
    int count_ = 0;
};

}  // namespace fusenet::onnx_files
