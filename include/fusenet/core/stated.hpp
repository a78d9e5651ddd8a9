// stated: weights that a layer knows itself, so that no file has them.
#pragma once

#include <concepts>
#include <fusenet/core/layer.hpp>

namespace fusenet {

/// A contraction may have the member `double weight(shape in, int a, int b, int i, int j) const`: the value at
/// [a][b][i][j] of the parameter "weight" that parameters(in) lists. It then has no bias, and files have nothing of it.
/// Facts that tell it from others of its extents go into `alpha` and `beta`, by known().
template <class L>
concept states_weights = contraction_layer<L> && requires(const L l, shape in) {
    { l.weight(in, 0, 0, 0, 0) } -> std::convertible_to<double>;
};

/// How many values one index of the outermost axis has.
template <states_weights L>
constexpr int stated_slice(const L& l, shape in) {
    const dims d = l.parameters(in).all[0].extent;
    return static_cast<int>(d.size() / d.d[0]);
}

/// The values of index `a` of the outermost axis.
template <states_weights L>
constexpr void put_stated(const L& l, shape in, int a, float* to) {
    const window w = l.reads(in);
    const int each = w.kh * w.kw, count = stated_slice(l, in) / each;
    for (int b = 0; b < count; ++b)
        for (int i = 0; i < w.kh; ++i)
            for (int j = 0; j < w.kw; ++j) *to++ = static_cast<float>(l.weight(in, a, b, i, j));
}

}  // namespace fusenet
