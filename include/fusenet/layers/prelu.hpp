// prelu: x where it is positive, slope * x elsewhere, with a slope that training found.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct prelu_options {
    bool single = false;  // one slope for all channels
};

/// Parameter: "weight" [c], or [1] with .single.
struct prelu_layer {
    static constexpr const char* name = "prelu";
    static constexpr int operands = 1;
    prelu_options options{};

    constexpr parameter_list parameters(shape in) const {
        return parameter_list().add("weight", dims(options.single ? 1 : in.c), 0.25f);
    }

    /// From the parameters to the slope of one channel.
    template <class T>
    constexpr void prepare(const float* const* given, int c, T* to) const {
        to[0] = T(given[0][options.single ? 0 : c]);
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V x, V slope) const {
        return select(x < V(0), slope * x, x);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("PRelu", to.input(), to.channels("weight"));
    }
};

constexpr prelu_layer prelu(prelu_options options = {}) { return {options}; }

static_assert(map_layer<prelu_layer>);

}  // namespace fusenet
