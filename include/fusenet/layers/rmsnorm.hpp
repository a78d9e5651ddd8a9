// rmsnorm: the channels of each cell divided by their root mean square, then a gain for each channel.
#pragma once

#include <array>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct rmsnorm_options {
    float epsilon = 1e-5f;
    bool affine = true;  // false: no "weight", as if it were 1
};

/// Parameter: "weight" [c].
struct rmsnorm_layer {
    static constexpr const char* name = "rmsnorm";
    static constexpr int operands = 1;
    static constexpr std::array reductions{reduction::sum};
    rmsnorm_options options{};

    constexpr normalise_facts over(shape) const { return {}; }
    constexpr shape out(shape in, problem& p) const {
        if (!(options.epsilon >= 0)) p.say("rmsnorm: epsilon must not be negative, got ", options.epsilon);
        return in;
    }
    constexpr parameter_list parameters(shape in) const {
        return options.affine ? parameter_list().add("weight", dims(in.c), 1) : parameter_list();
    }
    /// From the parameter to the gain of one channel.
    template <class T>
    constexpr void prepare(const float* const* given, int c, T* to) const {
        to[0] = options.affine ? T(given[0][c]) : T(1);
    }

    template <int K, class V>
    FUSENET_HD constexpr V term(V x, const V*, V) const {
        return x * x;
    }
    template <class V>
    FUSENET_HD constexpr V operator()(V x, const V* stats, V cells, V gain) const {
        return x * (V(1) / sqrt(stats[0] / cells + V(options.epsilon))) * gain;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto square = to.over_channels("ReduceMean", to.op("Mul", to.input(), to.input()));
        const auto made = to.op("Div", to.input(), to.op("Sqrt", to.op("Add", square, to.number(options.epsilon))));
        return options.affine ? to.op("Mul", made, to.channels("weight")) : made;
    }
};

constexpr rmsnorm_layer rmsnorm(rmsnorm_options options = {}) { return {options}; }

static_assert(normalise_layer<rmsnorm_layer>);

}  // namespace fusenet
