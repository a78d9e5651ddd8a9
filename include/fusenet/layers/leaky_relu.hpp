// leaky_relu(slope): x where it is positive, slope * x elsewhere.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct leaky_relu_layer {
    static constexpr const char* name = "leaky_relu";
    float slope = 0.01f;

    constexpr void known(facts& f) const {
        f.known = known_map::leaky_relu, f.alpha = slope;
        f.monotone = slope >= 0;
    }
    constexpr void describe(label& to) const { to.put("leaky_relu ").put(slope); }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return select(x < V(0), V(slope) * x, x);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("LeakyRelu", to.input()).set("alpha", slope);
    }
};

constexpr leaky_relu_layer leaky_relu(float slope = 0.01f) { return {slope}; }

static_assert(map_layer<leaky_relu_layer>);

}  // namespace fusenet
