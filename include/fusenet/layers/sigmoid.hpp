// sigmoid: 1 / (1 + exp(-x)).
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct sigmoid_layer {
    static constexpr const char* name = "sigmoid";
    static constexpr bool monotone = true;

    constexpr void known(facts& f) const { f.known = known_map::sigmoid; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return V(1) / (V(1) + exp(-x));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Sigmoid", to.input());
    }
};

constexpr sigmoid_layer sigmoid() { return {}; }

static_assert(map_layer<sigmoid_layer>);

}  // namespace fusenet
