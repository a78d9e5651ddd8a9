// Contractions: sums of products over a window and the channels of a group.
//
//   out[y, x, o] = bias[o] + sum over i, j, c of weight[o, c, i, j] * in[y * stride - top + i * dilation, ..., c]
//
// A transposed one sends in[y, x] to out[y * stride - pad + i * dilation, ...] by weight[c, o, i, j] instead.
#pragma once

#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/backends/reference/weights.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet::reference {

namespace detail {

/// An output filled with the bias.
template <class T>
tensor<T> biased(const contraction_facts& is, const layer_weights& weights, shape made) {
    tensor<T> out(made);
    if (is.bias) each_value(made, [&](int y, int x, int c) { out.at(y, x, c) = T(weights.given[1][c]); });
    return out;
}

}  // namespace detail

template <class T, class L>
tensor<T> contract(const L& layer, const layer_weights& weights, const tensor<T>& in, shape made) {
    const window w = layer.reads(in.extent);
    const contraction_facts is = layer.contracts(in.extent);
    const int group_in = in.extent.c / is.groups, group_out = made.c / is.groups;
    tensor<T> out = detail::biased<T>(is, weights, made);
    each_value(made, [&](int y, int x, int o) {
        const float* filter = weights.given[0] + 1LL * o * group_in * w.kh * w.kw;
        const int first = o / group_out * group_in;
        T sum = 0;
        for (int c = 0; c < group_in; ++c)
            for (int i = 0; i < w.kh; ++i)
                for (int j = 0; j < w.kw; ++j) {
                    const int from_y = y * w.stride.h - w.top + i * w.dilation.h;
                    const int from_x = x * w.stride.w - w.left + j * w.dilation.w;
                    if (!in.holds(from_y, from_x)) continue;
                    sum += T(filter[(c * w.kh + i) * w.kw + j]) * in.at(from_y, from_x, first + c);
                }
        out.at(y, x, o) += sum;
    });
    return out;
}

/// `up` of the window is the stride; its top is what remains of the filter's reach above the padding.
template <class T, class L>
tensor<T> contract_transposed(const L& layer, const layer_weights& weights, const tensor<T>& in, shape made) {
    const window w = layer.reads(in.extent);
    const contraction_facts is = layer.contracts(in.extent);
    const int group_in = in.extent.c / is.groups, group_out = made.c / is.groups;
    const int pad_h = w.reach_h() - 1 - w.top, pad_w = w.reach_w() - 1 - w.left;
    tensor<T> out = detail::biased<T>(is, weights, made);
    each_value(in.extent, [&](int y, int x, int c) {
        const float* filters = weights.given[0] + 1LL * c * group_out * w.kh * w.kw;
        const int first = c / group_in * group_out;
        for (int o = 0; o < group_out; ++o)
            for (int i = 0; i < w.kh; ++i)
                for (int j = 0; j < w.kw; ++j) {
                    const int to_y = y * w.up.h - pad_h + i * w.dilation.h;
                    const int to_x = x * w.up.w - pad_w + j * w.dilation.w;
                    if (!out.holds(to_y, to_x)) continue;
                    out.at(to_y, to_x, first + o) += T(filters[(o * w.kh + i) * w.kw + j]) * in.at(y, x, c);
                }
    });
    return out;
}

}  // namespace fusenet::reference
