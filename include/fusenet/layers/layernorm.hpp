// layernorm: the channels of each cell brought to mean 0 and variance 1, then a gain and a shift for each channel.
#pragma once

#include <array>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct layernorm_options {
    float epsilon = 1e-5f;
    bool affine = true;  // false: no "weight" and "bias", as if they were 1 and 0
};

/// Parameters: "weight" [c], "bias" [c].
struct layernorm_layer {
    static constexpr const char* name = "layernorm";
    static constexpr int operands = 2;
    static constexpr std::array reductions{reduction::sum, reduction::sum};
    layernorm_options options{};

    constexpr normalise_facts over(shape) const { return {}; }
    constexpr shape out(shape in, problem& p) const {
        if (!(options.epsilon >= 0)) p.say("layernorm: epsilon must not be negative, got ", options.epsilon);
        return in;
    }
    constexpr parameter_list parameters(shape in) const {
        if (!options.affine) return parameter_list();
        return parameter_list().add("weight", dims(in.c), 1).add("bias", dims(in.c));
    }
    /// From the parameters to gain and shift of one channel.
    template <class T>
    constexpr void prepare(const float* const* given, int c, T* to) const {
        to[0] = options.affine ? T(given[0][c]) : T(1);
        to[1] = options.affine ? T(given[1][c]) : T(0);
    }

    template <int K, class V>
    FUSENET_HD constexpr V term(V x, const V* stats, V cells) const {
        if constexpr (K == 0) return x;
        else return (x - stats[0] / cells) * (x - stats[0] / cells);
    }
    template <class V>
    FUSENET_HD constexpr V operator()(V x, const V* stats, V cells, V gain, V shift) const {
        const V spread = V(1) / sqrt(stats[1] / cells + V(options.epsilon));
        return (x - stats[0] / cells) * spread * gain + shift;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto centred = to.op("Sub", to.input(), to.over_channels("ReduceMean", to.input()));
        const auto variance = to.over_channels("ReduceMean", to.op("Mul", centred, centred));
        const auto made = to.op("Div", centred, to.op("Sqrt", to.op("Add", variance, to.number(options.epsilon))));
        if (!options.affine) return made;
        return to.op("Add", to.op("Mul", made, to.channels("weight")), to.channels("bias"));
    }
};

constexpr layernorm_layer layernorm(layernorm_options options = {}) { return {options}; }

static_assert(normalise_layer<layernorm_layer>);

}  // namespace fusenet
