// input: what a network reads: an image, a signal, or a vector, of floats or bytes, as it lies with the caller.
#pragma once

#include <fusenet/core/element.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet {

/// How the caller's image lies in memory. What the network makes of it is float32, NHWC, in any case: `type` and
/// `order` change no shape and no value.
struct input_options {
    element type = element::float32;
    layout order = layout::nhwc;
};

struct input_layer {
    static constexpr const char* name = "input";
    static constexpr bool begins_network = true;
    shape extent{};
    input_options options{};

    constexpr void describe(label& to) const {
        put(to.put("input "), extent);
        if (options.type != element::float32) to.put(' ').put(name_of(options.type));
        if (options.order != layout::nhwc) to.put(' ').put(name_of(options.order));
    }
    constexpr void known(facts& f) const { f.type = options.type, f.ordered = options.order; }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto image = to.input();
        return options.type == element::float32 ? image : to.op("Cast", image).set("to", 1);  // float32
    }
};

/// An image of h x w cells of c channels: h x w x c values, or with layout::nchw c x h x w.
constexpr input_layer input(int h, int w, int c, input_options options = {}) {
    return {shape::image(h, w, c), options};
}
/// A signal of t cells of c channels: t x c values, or with layout::nchw c x t.
constexpr input_layer input(int t, int c, input_options options = {}) { return {shape::signal(t, c), options}; }
/// A vector of n values.
constexpr input_layer input(int n, input_options options = {}) { return {shape::vector(n), options}; }

static_assert(layer<input_layer>);

}  // namespace fusenet
