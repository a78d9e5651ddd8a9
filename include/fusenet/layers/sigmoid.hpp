// sigmoid: 1 / (1 + exp(-x)).
#pragma once

#include <fusenet/core/activations.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct sigmoid_layer {
    static constexpr const char* name = "sigmoid";
    static constexpr bool monotone = true;
    activation_accuracy accuracy = activation_accuracy::close;

    constexpr void known(facts& f) const {
        f.known = known_map::sigmoid;
        f.alpha = static_cast<float>(accuracy);
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        // A quotient may be off by a rounding, and whoever takes its logarithm must not get NaN for it.
        return min(V(1), max(V(0), sigmoid_by(accuracy, x)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Sigmoid", to.input());
    }
};

constexpr sigmoid_layer sigmoid(activation_accuracy accuracy = activation_accuracy::close) { return {accuracy}; }

static_assert(map_layer<sigmoid_layer>);

}  // namespace fusenet
