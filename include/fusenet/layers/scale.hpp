// scale: gain * x, with a gain for each channel.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// Parameter: "weight" [c].
struct scale_layer {
    static constexpr const char* name = "scale";
    static constexpr int operands = 1;
    static constexpr bool affine = true;

    constexpr parameter_list parameters(shape in) const { return parameter_list().add("weight", dims(in.c), 1); }

    template <class V>
    FUSENET_HD constexpr V operator()(V x, V gain) const {
        return x * gain;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Mul", to.input(), to.channels("weight"));
    }
};

constexpr scale_layer scale() { return {}; }

static_assert(map_layer<scale_layer>);

}  // namespace fusenet
