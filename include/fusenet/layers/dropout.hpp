// dropout(rate): training forgets that share of the cells; inference does nothing.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct dropout_layer {
    static constexpr const char* name = "dropout";
    static constexpr bool identity = true;
    static constexpr bool monotone = true;
    float rate = 0.5f;

    constexpr shape out(shape in, problem& p) const {
        if (!(rate >= 0 && rate <= 1)) p.say("dropout(rate): the rate must lie between 0 and 1, got ", rate);
        return in;
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return x;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.input();
    }
};

constexpr dropout_layer dropout(float rate = 0.5f) { return {rate}; }

static_assert(map_layer<dropout_layer>);

}  // namespace fusenet
