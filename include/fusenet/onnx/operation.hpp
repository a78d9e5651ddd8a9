// operation: a node just written, to which a layer gives attributes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fusenet/core/window.hpp>
#include <fusenet/onnx/model.hpp>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::onnx_files {

using extents = std::vector<std::int64_t>;

/// A node just written, and the value that it makes.
class operation {
public:
    operation(model& file, int rank) : file_(&file), at_(file.nodes.size() - 1), rank_(rank) {}

    operation& set(const char* name, float number) { return put(name, number); }
    operation& set(const char* name, int number) { return put(name, std::int64_t{number}); }
    operation& set(const char* name, const char* word) { return put(name, std::string(word)); }
    operation& set(const char* name, extents numbers) { return put(name, std::move(numbers)); }
    operation& set_words(const char* name, std::initializer_list<const char*> words) {
        return put(name, std::vector<std::string>(words.begin(), words.end()));
    }

    /// kernel_shape, strides, dilations and pads, for each axis that the layer's input has.
    operation& set(const window& w) {
        set("kernel_shape", axes(w.kh, w.kw)).set("strides", axes(w.stride.h, w.stride.w));
        if (w.dilation != extent2(1)) set("dilations", axes(w.dilation.h, w.dilation.w));
        return set("pads", sides(w.top, w.left, w.bottom, w.right));
    }

    operator value() const { return {file_->nodes[at_].outputs.back()}; }

private:
    operation& put(const char* name, attribute_value given) {
        file_->nodes[at_].attributes.emplace_back(name, std::move(given));
        return *this;
    }
    extents axes(int h, int w) const { return rank_ == 3 ? extents{h, w} : extents{w}; }
    extents sides(int top, int left, int bottom, int right) const {
        return rank_ == 3 ? extents{top, left, bottom, right} : extents{left, right};
    }

    model* file_;
    std::size_t at_;
    int rank_;
};

}  // namespace fusenet::onnx_files
