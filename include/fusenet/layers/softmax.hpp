// softmax and log_softmax over the channels of each cell.
#pragma once

#include <array>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// exp(x - largest) / sum of these.
struct softmax_layer {
    static constexpr const char* name = "softmax";
    static constexpr std::array reductions{reduction::max, reduction::sum};

    constexpr normalise_facts over(shape) const { return {}; }
    template <int K, class V>
    V term(V x, const V* stats, V) const {
        if constexpr (K == 0) return x;
        else return exp(x - stats[0]);
    }
    template <class V>
    V operator()(V x, const V* stats, V) const {
        return exp(x - stats[0]) / stats[1];
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Softmax", to.input()).set("axis", 1);
    }
};

/// The logarithm of softmax, without its rounding.
struct log_softmax_layer {
    static constexpr const char* name = "log_softmax";
    static constexpr std::array reductions{reduction::max, reduction::sum};

    constexpr normalise_facts over(shape) const { return {}; }
    template <int K, class V>
    V term(V x, const V* stats, V) const {
        if constexpr (K == 0) return x;
        else return exp(x - stats[0]);
    }
    template <class V>
    V operator()(V x, const V* stats, V) const {
        return x - stats[0] - log(stats[1]);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("LogSoftmax", to.input()).set("axis", 1);
    }
};

constexpr softmax_layer softmax() { return {}; }
constexpr log_softmax_layer log_softmax() { return {}; }

static_assert(normalise_layer<softmax_layer> && normalise_layer<log_softmax_layer>);

}  // namespace fusenet
