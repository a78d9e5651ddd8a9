// gather: the windows of a convolution copied side by side, as the cells of a map that is then read cell by cell.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/view.hpp>

namespace fusenet::cpu {

/// A map and how to read it.
struct windows {
    window reads{};
    view from{};
};

/// Where `Gathered`, what rows `made` of `width` cells read is copied to `to`, zeros for what lies outside; otherwise
/// the map as it is.
template <bool Gathered>
windows windows_of(const window& w, view in, rows made, int width, [[maybe_unused]] float* to) {
    if constexpr (!Gathered) return {w, in};
    const int depth = w.kh * w.kw * in.c;
    const view cells{to - 1LL * made.first * width * depth, depth, made.end, width, depth};
    for (int y = made.first; y < made.end; ++y)
        for (int x = 0; x < width; ++x)
            for (int ky = 0; ky < w.kh; ++ky)
                for (int kx = 0; kx < w.kw; ++kx, to += in.c) {
                    const int row = y * w.stride.h - w.top + ky * w.dilation.h, column = x * w.stride.w - w.left + kx * w.dilation.w;
                    if (row >= 0 && row < in.h && column >= 0 && column < in.w) std::copy_n(in.at(row, column), in.c, to);
                    else std::fill_n(to, in.c, 0.f);
                }
    return {window{}, cells};
}

}  // namespace fusenet::cpu
