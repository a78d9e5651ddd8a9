// relu: max(x, 0) on every cell.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct relu_layer {
    static constexpr const char* name = "relu";
    static constexpr bool monotone = true;

    constexpr void known(facts& f) const { f.known = known_map::relu; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return max(V(0), x);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Relu", to.input());
    }
};

constexpr relu_layer relu() { return {}; }

static_assert(map_layer<relu_layer>);

}  // namespace fusenet
