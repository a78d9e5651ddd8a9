// hard_swish: x * clip(x + 3, 0, 6) / 6.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct hard_swish_layer {
    static constexpr const char* name = "hard_swish";

    constexpr void known(facts& f) const { f.known = known_map::hard_swish, f.alpha = 1.0f / 6, f.beta = 0.5f; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return x * (min(V(6), max(V(0), x + V(3))) * (V(1) / V(6)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto gate = to.op("HardSigmoid", to.input()).set("alpha", 1.0f / 6).set("beta", 0.5f);
        return to.op("Mul", to.input(), gate);
    }
};

constexpr hard_swish_layer hard_swish() { return {}; }

static_assert(map_layer<hard_swish_layer>);

}  // namespace fusenet
