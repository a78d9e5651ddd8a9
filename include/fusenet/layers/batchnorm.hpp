// batchnorm: gain * (x - mean) / sqrt(variance + epsilon) + shift, with the statistics that training left.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct batchnorm_options {
    float epsilon = 1e-5f;
    bool affine = true;  // false: no "weight" and "bias", as if they were 1 and 0
};

/// Parameters, all [c]: "weight", "bias", "running_mean", "running_var", which must not be negative.
struct batchnorm_layer {
    static constexpr const char* name = "batchnorm";
    static constexpr int operands = 2;
    static constexpr bool affine = true;
    batchnorm_options options{};

    constexpr shape out(shape in, problem& p) const {
        if (!(options.epsilon >= 0)) p.say("batchnorm: epsilon must not be negative, got ", options.epsilon);
        return in;
    }
    constexpr parameter_list parameters(shape in) const {
        parameter_list list;
        if (options.affine) list.add("weight", dims(in.c), 1).add("bias", dims(in.c));
        return list.add("running_mean", dims(in.c)).add("running_var", dims(in.c), 1).not_negative();
    }

    template <class To>
    constexpr void constants(To& to) const {
        to.add(options.epsilon);
    }

    /// From the parameters of one channel to gain and shift.
    template <class T>
    void prepare(const float* const* given, int c, T* to) const {
        const int first = options.affine ? 2 : 0;
        const T weight = options.affine ? T(given[0][c]) : T(1), bias = options.affine ? T(given[1][c]) : T(0);
        to[0] = weight / sqrt(T(given[first + 1][c]) + T(options.epsilon));
        to[1] = bias - T(given[first][c]) * to[0];
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V x, V gain, V shift) const {
        return x * gain + shift;
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        const auto weight = options.affine ? to.parameter("weight") : to.filled(1, {in.c});
        const auto bias = options.affine ? to.parameter("bias") : to.filled(0, {in.c});
        return to.op("BatchNormalization", to.input(), weight, bias, to.parameter("running_mean"), to.parameter("running_var"))
            .set("epsilon", options.epsilon);
    }
};

constexpr batchnorm_layer batchnorm(batchnorm_options options = {}) { return {options}; }

static_assert(map_layer<batchnorm_layer>);

}  // namespace fusenet
