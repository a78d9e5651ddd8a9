// folds: what a window folds by, as the sliding kernels see it: pools, and convolutions of a channel or a group alone.
#pragma once

#include <fusenet/backends/cpu/by_lane.hpp>
#include <fusenet/backends/cpu/lane_order.hpp>

namespace fusenet::cpu {

/// A vector of output channels, the input channels that it reads, and its weights: those of the window's first tap.
struct lane_block {
    int in = 0, out = 0;                   // the first of each
    int inputs = lanes, outputs = lanes;   // how many
    const float *weights = nullptr, *bias = nullptr;
};

/// Each lane reads its own channel.
struct own_channel {
    using source = vec;
    template <bool Some>
    [[gnu::always_inline]] static vec at(const float* p, int n) {
        return load_lanes<Some>(p, n);
    }
    template <bool Some>
    [[gnu::always_inline]] static vec read(vec x) {
        return x;
    }
    [[gnu::always_inline]] void advance() {}
};

/// Folds of each channel alone.
struct channels_apart {
    static constexpr int depth() { return 1; }
    [[gnu::always_inline]] static own_channel reader(const lane_block&) { return {}; }
    [[gnu::always_inline]] static bool whole(const lane_block& b, int channels) { return b.out + lanes <= channels; }
    [[gnu::always_inline]] static lane_block cut(lane_block b, int channels) {
        b.inputs = b.outputs = channels - b.out;
        return b;
    }
    [[gnu::always_inline]] static lane_block next(lane_block b) {
        b.in += lanes, b.out += lanes;
        if (b.weights) b.weights += lanes, b.bias += lanes;
        return b;
    }
};

/// A fold layer.
template <class Layer>
struct layer_fold : channels_apart {
    static constexpr bool weighted = false;
    static constexpr long long tap = 0;
    Layer layer{};

    explicit layer_fold(const Layer& l) : layer(l) {}
    [[gnu::always_inline]] lane_block first() const { return {}; }
    [[gnu::always_inline]] vec start(const float*) const {
        check_choices_of_fold(layer);
        return layer.template first<vec>();
    }
    [[gnu::always_inline]] static vec weight(const float*) { return vec(0.f); }
    [[gnu::always_inline]] vec step(vec acc, vec x, vec) const { return layer.step(acc, x); }
    [[gnu::always_inline]] vec done(vec acc, int cells, int padded) const {
        return layer.done(acc, vec(static_cast<float>(cells)), vec(static_cast<float>(padded)));
    }
};

/// Sums of products: weights, and biases that the sums begin with.
struct weighted_fold {
    static constexpr bool weighted = true;
    const float* weights = nullptr;
    const float* bias = nullptr;
    long long tap = 0;  // floats from one tap's weights to the next

    [[gnu::always_inline]] lane_block first() const { return {.weights = weights, .bias = bias}; }
    [[gnu::always_inline]] static vec start(const float* p) { return load(p); }
    [[gnu::always_inline]] static vec weight(const float* p) {
        vec w = load(p);
        hold(w);
        return w;
    }
    [[gnu::always_inline]] static vec step(vec acc, vec x, vec w) {
        return multiply_add(x, w, acc);
    }
    [[gnu::always_inline]] static vec done(vec acc, int, int) { return acc; }
};

/// A depthwise convolution: weights [kh][kw][channels padded to whole vectors].
struct depthwise_fold : channels_apart, weighted_fold {
    depthwise_fold(const float* w, const float* b, long long padded) : weighted_fold{w, b, padded} {}
};

/// The input channels that the lanes of a vector of `Together` groups read first.
template <int From, int To, int Together>
struct lanes_of_groups {
    int of[lanes]{};
    constexpr lanes_of_groups() {
        for (int l = 0; l < lanes && l < To * Together; ++l) of[l] = l / To * From;
    }
};
template <int From, int To, int Together>
inline constexpr lanes_of_groups<From, To, Together> first_of_group{};

/// A convolution whose groups are so small that a vector holds the outputs of `together` of them: lane l reads the
/// channels of its own group, one after the other, from one vector of input. Weights [vector][kh][kw][in][lane].
/// `Exact`: the vectors are full, input and output.
template <bool Exact>
struct group_fold : weighted_fold {
    const int* order = nullptr;           // of a vector's lanes
    int from = 1, inputs = 1, outputs = 1;  // channels of a group's input, of a vector's input and output
    long long block = 0;                  // floats of a vector's weights

    /// Hidden from the compiler, which would unroll what it knows, and run out of registers.
    [[gnu::always_inline]] int depth() const {
        int hidden = from;
        asm("" : "+r"(hidden));
        return hidden;
    }
    [[gnu::always_inline]] lane_order reader(const lane_block&) const { return lane_order(order); }
    [[gnu::always_inline]] bool whole(const lane_block& b, int channels) const { return Exact && b.out + lanes <= channels; }
    [[gnu::always_inline]] lane_block cut(lane_block b, int channels) const {
        b.outputs = channels - b.out < outputs ? channels - b.out : outputs;
        b.inputs = b.outputs / (outputs / (inputs / from)) * from;
        return b;
    }
    [[gnu::always_inline]] lane_block next(lane_block b) const {
        b.in += inputs, b.out += outputs;
        b.weights += block, b.bias += lanes;
        return b;
    }
};

/// The fold for groups of `From` -> `To` channels, `Together` in a vector; a window of so many taps.
template <int From, int To, int Together>
auto fold_of_groups(const float* weights, const float* bias, int taps) {
    group_fold<From * Together == lanes && To * Together == lanes> f;
    f.weights = weights, f.bias = bias, f.tap = From * lanes;
    f.order = first_of_group<From, To, Together>.of;
    f.from = From, f.inputs = From * Together, f.outputs = To * Together;
    f.block = taps * f.tap;
    return f;
}

}  // namespace fusenet::cpu
