// tanh: the hyperbolic tangent of every cell.
#pragma once

#include <fusenet/core/activations.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct tanh_layer {
    static constexpr const char* name = "tanh";
    static constexpr bool monotone = true;
    activation_accuracy accuracy = activation_accuracy::close;

    constexpr void known(facts& f) const {
        f.known = known_map::tanh;
        f.alpha = static_cast<float>(accuracy);
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        // A quotient may be off by a rounding, and whoever takes its arcus must not get NaN for it.
        return min(V(1), max(V(-1), tanh_by(accuracy, x)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Tanh", to.input());
    }
};

constexpr tanh_layer tanh(activation_accuracy accuracy = activation_accuracy::close) { return {accuracy}; }

static_assert(map_layer<tanh_layer>);

}  // namespace fusenet
