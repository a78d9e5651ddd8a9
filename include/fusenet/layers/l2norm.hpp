// l2norm: the channels of each cell divided by their Euclidean length.
#pragma once

#include <array>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct l2norm_options {
    float epsilon = 1e-12f;  // the least length to divide by
};

/// SSD's variant with a gain for each channel is l2norm() | scale().
struct l2norm_layer {
    static constexpr const char* name = "l2norm";
    static constexpr std::array reductions{reduction::sum};
    l2norm_options options{};

    constexpr normalise_facts over(shape) const { return {}; }
    constexpr shape out(shape in, problem& p) const {
        if (!(options.epsilon > 0)) p.say("l2norm: epsilon must be positive, got ", options.epsilon);
        return in;
    }

    template <int K, class V>
    FUSENET_HD constexpr V term(V x, const V*, V) const {
        return x * x;
    }
    template <class V>
    FUSENET_HD constexpr V operator()(V x, const V* stats, V /*cells*/) const {
        return x * (V(1) / max(sqrt(stats[0]), V(options.epsilon)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto length = to.over_channels("ReduceL2", to.input());
        return to.op("Div", to.input(), to.op("Max", length, to.number(options.epsilon)));
    }
};

constexpr l2norm_layer l2norm(l2norm_options options = {}) { return {options}; }

static_assert(normalise_layer<l2norm_layer>);

}  // namespace fusenet
