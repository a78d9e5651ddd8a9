// groupnorm and instancenorm: all cells of a group of channels, or of each channel, brought to mean 0 and variance 1.
#pragma once

#include <array>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct groupnorm_options {
    float epsilon = 1e-5f;
    bool affine = true;  // false: no "weight" and "bias", as if they were 1 and 0
};

/// Parameters: "weight" [c], "bias" [c].
struct groupnorm_layer {
    static constexpr const char* name = "groupnorm";
    static constexpr int operands = 2;
    static constexpr std::array reductions{reduction::sum, reduction::sum};
    int groups = 1;  // 0: one for each channel
    groupnorm_options options{};

    constexpr normalise_facts over(shape in) const { return {.over = axis::space, .groups = groups ? groups : in.c}; }
    constexpr shape out(shape in, problem& p) const {
        const char* me = groups ? "groupnorm" : "instancenorm";
        if (!(options.epsilon >= 0)) p.say(me, ": epsilon must not be negative, got ", options.epsilon);
        if (groups < 0) p.say("groupnorm(groups): groups must be positive; instancenorm() has one for each channel");
        if (groups > 0 && in.c % groups) p.say("groupnorm: groups = ", groups, " does not divide the channels of ", in);
        if (groups == 0 && in.rank == 1)
            p.say("instancenorm needs an image or a signal, got ", in, "; a vector takes layernorm()");
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
    constexpr void describe(label& to) const {
        if (groups) to.put("groupnorm ").put(groups);
        else to.put("instancenorm");
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
    auto onnx(To& to, shape in) const {  // opset 13 has the norm of each channel; a group is one, reshaped
        const int count = groups ? groups : in.c;
        const auto each = to.op("InstanceNormalization", to.reshaped(to.input(), {count, -1}), to.filled(1, {count}),
                                to.filled(0, {count})).set("epsilon", options.epsilon);
        const auto made = to.reshaped(each, to.extent_in_file(in));
        if (!options.affine) return made;
        return to.op("Add", to.op("Mul", made, to.channels("weight")), to.channels("bias"));
    }
};

/// groupnorm(1) takes all channels together.
constexpr groupnorm_layer groupnorm(int groups, groupnorm_options options = {}) {
    return {groups > 0 ? groups : -1, options};
}
/// Each channel on its own; PyTorch's default is {.affine = false}.
constexpr groupnorm_layer instancenorm(groupnorm_options options = {}) { return {0, options}; }

static_assert(normalise_layer<groupnorm_layer>);

}  // namespace fusenet
