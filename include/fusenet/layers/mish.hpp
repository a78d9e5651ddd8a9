// mish: x * tanh(softplus(x)).
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// With e = exp(-|x|), so that nothing overflows:
///   tanh(softplus(x)) = (1 + 2 e) / (1 + 2 e + 2 e^2) where x >= 0, (e^2 + 2 e) / (e^2 + 2 e + 2) elsewhere.
struct mish_layer {
    static constexpr const char* name = "mish";

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        const V e = exp(-abs(x));
        const auto positive = x >= V(0);
        const V part = select(positive, V(1) + V(2) * e, e * (e + V(2)));
        return x * (part / (part + select(positive, V(2) * e * e, V(2))));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Mul", to.input(), to.op("Tanh", to.op("Softplus", to.input())));
    }
};

constexpr mish_layer mish() { return {}; }

static_assert(map_layer<mish_layer>);

}  // namespace fusenet
