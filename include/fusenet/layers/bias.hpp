// bias: x + shift, with a shift for each channel.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// Parameter: "bias" [c].
struct bias_layer {
    static constexpr const char* name = "bias";
    static constexpr int operands = 1;
    static constexpr bool affine = true;
    static constexpr bool monotone = true;

    constexpr parameter_list parameters(shape in) const { return parameter_list().add("bias", dims(in.c)); }

    template <class V>
    FUSENET_HD constexpr V operator()(V x, V shift) const {
        return x + shift;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Add", to.input(), to.channels("bias"));
    }
};

constexpr bias_layer bias() { return {}; }

static_assert(map_layer<bias_layer>);

}  // namespace fusenet
