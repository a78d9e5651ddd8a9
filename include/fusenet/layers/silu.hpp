// silu (swish): x * sigmoid(x).
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct silu_layer {
    static constexpr const char* name = "silu";

    constexpr void known(facts& f) const { f.known = known_map::silu; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return x / (V(1) + exp(-x));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Mul", to.input(), to.op("Sigmoid", to.input()));
    }
};

constexpr silu_layer silu() { return {}; }

static_assert(map_layer<silu_layer>);

}  // namespace fusenet
