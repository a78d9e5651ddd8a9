// tanh: the hyperbolic tangent of every cell.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct tanh_layer {
    static constexpr const char* name = "tanh";
    static constexpr bool monotone = true;

    constexpr void known(facts& f) const { f.known = known_map::tanh; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return tanh(x);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Tanh", to.input());
    }
};

constexpr tanh_layer tanh() { return {}; }

static_assert(map_layer<tanh_layer>);

}  // namespace fusenet
