// input: what a network reads: an image, a signal, or a vector.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

struct input_layer {
    static constexpr const char* name = "input";
    static constexpr bool begins_network = true;
    shape extent{};

    constexpr void describe(label& to) const { put(to.put("input "), extent); }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.input();
    }
};

/// An image of h x w cells of c channels, NHWC.
constexpr input_layer input(int h, int w, int c) { return {shape::image(h, w, c)}; }
/// A signal of t cells of c channels.
constexpr input_layer input(int t, int c) { return {shape::signal(t, c)}; }
/// A vector of n values.
constexpr input_layer input(int n) { return {shape::vector(n)}; }

static_assert(layer<input_layer>);

}  // namespace fusenet
