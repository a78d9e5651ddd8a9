// contract: rows of a convolution or a dense layer as products of register tiles. The input is read in place.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/tile.hpp>
#include <fusenet/core/window.hpp>

namespace fusenet::cpu {

/// Weights packed in panels: [group][panel][kh][kw][in][width], and biases of each group padded to whole panels.
template <class Weight>
struct packed_contraction_of {
    const Weight* weights = nullptr;
    const float* bias = nullptr;
    int groups = 1;
    long long sweep = 16 << 10;  // bytes of panels that stay in L1 while all cells pass
};
using packed_contraction = packed_contraction_of<float>;

/// Of weights that are `Stored` so.
template <weight_storage Stored>
packed_contraction_of<weight_type<Stored>> packed_as(const float* weights, const float* bias, int groups, long long sweep) {
    return {reinterpret_cast<const weight_type<Stored>*>(weights), bias, groups, sweep};
}

/// The part of a window that lies inside an axis: taps [first, end) of `count`, for a window that begins at `at`.
struct taps {
    int first = 0, end = 0;
    bool operator==(const taps&) const = default;
};
inline taps inside(int at, int count, int apart, int extent) {
    taps t{0, count};
    if (at < 0) t.first = std::min(count, (-at + apart - 1) / apart);
    if (at + (count - 1) * apart >= extent) t.end = at >= extent ? 0 : std::max(0, (extent - 1 - at) / apart + 1);
    t.end = std::max(t.end, t.first);
    return t;
}

/// Rows `made`, channels `part` (a range of whole panels, for one group) of a contraction. Interior columns are the rows of a
/// product; the few columns whose window hangs over an edge are *vertical* tiles, one column of several rows, with the
/// window cut to what exists. Panels that stay in L1 together are swept for each block of cells.
template <int MR, int NV, class Weight, class Epilogue>
void contract(const window& w, view in, const packed_contraction_of<Weight>& packed, rows made, rows part,
              const Epilogue& e) {
    constexpr int width = NV * lanes;
    const int W = e.out.w, from = in.c / packed.groups, to = e.out.c / packed.groups;
    const int padded = (to + width - 1) / width * width;
    const long long depth = static_cast<long long>(w.kh) * w.kw * from, panel = depth * width, row = in.w * in.pitch;
    const bool whole_rows = in.pitch == from && w.dilation.w == 1;
    const long long panel_bytes = panel * static_cast<long long>(sizeof(Weight));
    const int swept = static_cast<int>(std::max<long long>(1, packed.sweep / panel_bytes)) * width;

    for (int group = 0; group < packed.groups; ++group) {
        const Weight* weights = packed.weights + group * depth * padded;
        view source = in;
        source.p += group * from;
        Epilogue into = e;
        const float* bias = packed.bias + group * padded;
        const int base = group * to;  // channels of earlier groups
        for (int c0 = part.first; c0 < std::min(part.end, to); c0 += swept) {
            const int c1 = std::min({part.end, to, c0 + swept});
            auto go = [&](int y, int x, int cells, bool down) {
                const int top = y * w.stride.h - w.top, left = x * w.stride.w - w.left;
                const taps v = inside(top, w.kh, w.dilation.h, in.h), h = inside(left, w.kw, w.dilation.w, in.w);
                product_of<Weight> g;
                g.a = source.p + (static_cast<long long>(top + v.first * w.dilation.h) * in.w + left + h.first * w.dilation.w) * in.pitch;
                g.lda = down ? row * w.stride.h : in.pitch * w.stride.w;
                g.segments = v.end - v.first;
                g.pieces = whole_rows ? 1 : h.end - h.first;
                g.length = whole_rows ? (h.end - h.first) * from : from;
                g.gap = row * w.dilation.h;
                g.piece_gap = in.pitch * w.dilation.w;
                g.b = weights + c0 * depth + (static_cast<long long>(v.first) * w.kw + h.first) * from * width;
                g.weight_gap = static_cast<long long>(w.kw) * from * width;
                g.panel = panel;
                g.bias = bias - base;
                g.cell = static_cast<long long>(y) * W + x;
                g.cell_step = down ? W : 1;
                g.cells = cells;
                g.first = base + c0, g.end = base + c1;
                g.ahead = weights + c1 * depth;
                multiply<MR, NV>(g, into);
            };
            if (w.single_cell() ) {  // the rows are one matrix
                go(made.first, 0, made.count() * W, false);
                continue;
            }
            // Columns [inner, outer) see their whole window.
            const int inner = std::min(W, (w.left + w.stride.w - 1) / w.stride.w);
            const int outer = in.w + w.left < w.reach_w() ? inner
                              : std::max(inner, std::min(W, (in.w + w.left - w.reach_w()) / w.stride.w + 1));
            for (int y = made.first; y < made.end && outer > inner; ++y) go(y, inner, outer - inner, false);
            for (int x = inner > 0 ? 0 : outer; x < W; x = x + 1 == inner ? outer : x + 1)
                for (int y = made.first, n; y < made.end; y += n) {  // rows with the same cut of the window go together
                    auto cut = [&](int at) { return inside(at * w.stride.h - w.top, w.kh, w.dilation.h, in.h); };
                    n = 1;
                    while (y + n < made.end && cut(y) == taps{0, w.kh} && cut(y + n) == taps{0, w.kh}) ++n;
                    go(y, x, n, true);
                }
        }
    }
}

/// The product of `cells` rows of `depth` floats with channels `part` of one matrix of panels, swept as above; sums start
/// from `zeros`.
template <int MR, int NV>
void multiply_panels(const float* a, long long lda, int cells, int depth, const float* weights, const float* zeros,
                     long long sweep, rows part, const epilogue<>& to) {
    product g;
    g.a = a, g.lda = lda, g.cells = cells;
    g.segments = g.pieces = 1, g.length = depth;
    g.panel = static_cast<long long>(depth) * NV * lanes;
    g.bias = zeros;
    const int swept = static_cast<int>(std::max<long long>(1, sweep / (g.panel * 4))) * NV * lanes;
    for (g.first = part.first; g.first < part.end; g.first += swept) {
        g.end = std::min(part.end, g.first + swept);
        g.b = weights + static_cast<long long>(g.first) * depth;
        g.ahead = g.b + static_cast<long long>(swept) * depth;
        multiply<MR, NV>(g, to);
    }
}

}  // namespace fusenet::cpu
