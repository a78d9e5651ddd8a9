// Folds: a pool over every window of cells, channel by channel.
#pragma once

#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/core/window.hpp>

namespace fusenet::reference {

/// Cells outside the input are not folded; they count as padded unless only ceil mode reaches them.
template <class T, class L>
tensor<T> fold_windows(const L& layer, const tensor<T>& in, shape made) {
    const window w = layer.reads(in.extent);
    const int padded_h = in.extent.h + w.bottom - w.hanging.h, padded_w = in.extent.w + w.right - w.hanging.w;
    tensor<T> out(made);
    each_value(made, [&](int y, int x, int c) {
        T folded = layer.template first<T>();
        int cells = 0, padded = 0;
        for (int i = 0; i < w.kh; ++i)
            for (int j = 0; j < w.kw; ++j) {
                const int from_y = y * w.stride.h - w.top + i * w.dilation.h;
                const int from_x = x * w.stride.w - w.left + j * w.dilation.w;
                if (from_y < padded_h && from_x < padded_w) ++padded;
                if (!in.holds(from_y, from_x)) continue;
                folded = layer.step(folded, in.at(from_y, from_x, c));
                ++cells;
            }
        out.at(y, x, c) = layer.done(folded, T(cells), T(padded));
    });
    return out;
}

}  // namespace fusenet::reference
