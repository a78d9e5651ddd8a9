// row_blocks: how a row of a sliding window's outputs is cut for the registers.
#pragma once

#include <fusenet/core/window.hpp>

namespace fusenet::cpu {

/// How a row of outputs is cut into blocks for the registers: blocks of `wide` outputs and a last one; the first
/// block's windows miss `left` cells of padding, the last one's `right`. `taps` = 0: the window does not slide.
struct row_blocks {
    int taps = 0, stride = 1;
    int wide = 1, last = 1;
    int left = 0, right = 0;
    bool one = false;  // the first block is also the last
};

/// The blocks for a window on rows of `in` cells that makes `out`, with so many vector registers. Sums of products wait
/// for each other less the more there are; without products cells are what is waited for, and fewer side by side come
/// sooner.
constexpr row_blocks blocks_of(const window& w, int in, int out, int registers, bool weighted) {
    row_blocks b;
    const bool slides = w.kh == w.kw && w.stride.h == w.stride.w && w.dilation == extent2(1) && w.up == extent2(1) &&
                        w.kw > 1 && w.kw <= 7 && w.stride.w <= 2 && w.kw <= in + w.left;
    const int most = registers > 16 ? (weighted ? 14 : 8) : w.stride.w == 1 && w.kw < 7 ? 8 : 4;
    const int blocks = (out + most - 1) / most;
    b.stride = w.stride.w;
    b.wide = (out + blocks - 1) / blocks;
    b.last = out - b.wide * (blocks - 1);
    b.one = blocks == 1;
    b.left = w.left;
    b.right = (out - 1) * w.stride.w + w.kw - w.left - in;
    if (b.right < 0) b.right = 0;
    // Padding must lie under the first and last block alone, and leave every row of cells something to read.
    const int first = b.one ? b.last : b.wide;
    if (slides && b.last > 0 && b.left < w.kw && b.right < w.kw && b.left <= first * b.stride && b.right <= b.last * b.stride &&
        b.left + b.right < (b.last - 1) * b.stride + w.kw && b.left < (first - 1) * b.stride + w.kw)
        b.taps = w.kw;
    return b;
}

}  // namespace fusenet::cpu
