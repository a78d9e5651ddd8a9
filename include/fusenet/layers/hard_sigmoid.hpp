// hard_sigmoid: slope * x + shift, kept between 0 and 1.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// The defaults are those of PyTorch and MobileNetV3; ONNX's slope is 0.2.
struct hard_sigmoid_options {
    float slope = 1.0f / 6;
    float shift = 0.5f;
};

struct hard_sigmoid_layer {
    static constexpr const char* name = "hard_sigmoid";
    hard_sigmoid_options options{};

    constexpr void known(facts& f) const { f.monotone = options.slope >= 0; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return min(V(1), max(V(0), V(options.slope) * x + V(options.shift)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("HardSigmoid", to.input()).set("alpha", options.slope).set("beta", options.shift);
    }
};

constexpr hard_sigmoid_layer hard_sigmoid(hard_sigmoid_options options = {}) { return {options}; }

static_assert(map_layer<hard_sigmoid_layer>);

}  // namespace fusenet
