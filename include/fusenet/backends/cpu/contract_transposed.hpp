// contract_transposed: rows of a transposed convolution, as one convolution for each class of taps.
#pragma once

#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/schedule/tap_classes.hpp>

namespace fusenet::cpu {

/// Of the taps of a class at an output cell whose first one reads cell `at`: [first, end) lie inside the input.
inline taps inside_class(const schedule::tap_axis& axis, int in_class, int at, int extent) {
    const int count = axis.count(in_class), step = axis.step();
    taps t{0, count};
    if (at >= extent) t.first = std::min(count, (at - extent) / step + 1);
    t.end = at < 0 ? 0 : std::min(count, at / step + 1);
    t.end = std::max(t.end, t.first);
    return t;
}

/// Rows `made`, channels `part` (as of `contract`) of a transposed convolution. Every `stride`-th column of a row reads the
/// same taps from neighbouring cells: the rows of a product. Weights: [group][class of taps][panel][kh][kw][in][width].
template <int MR, int NV, class Epilogue>
void contract_transposed(const window& w, view in, const packed_contraction& packed, rows made, rows part, const Epilogue& e) {
    constexpr int width = NV * lanes;
    const schedule::tap_classes classes = schedule::tap_classes_of(w, true);
    const int from = in.c / packed.groups, to = e.out.c / packed.groups;
    const int padded = (to + width - 1) / width * width;
    const long long row = in.w * in.pitch, depth = 1LL * w.kh * w.kw * from;

    for (int group = 0; group < packed.groups; ++group) {
        const int base = group * to;
        for (int y = made.first; y < made.end; ++y) {
            const int ch = classes.h.class_of(y), top = ch < 0 ? 0 : classes.h.first_cell(y, ch);
            const taps v = ch < 0 ? taps{} : inside_class(classes.h, ch, top, in.h);
            for (int x0 = 0; x0 < std::min(w.up.w, e.out.w); ++x0) {
                const int cells = (e.out.w - x0 + w.up.w - 1) / w.up.w;
                const int cw = classes.w.class_of(x0), left = cw < 0 ? 0 : classes.w.first_cell(x0, cw);
                const int count = cw < 0 ? 0 : classes.w.count(cw), step = classes.w.step();
                const long long deep = ch < 0 || cw < 0 ? 0 : 1LL * classes.in_class(ch, cw) * from;
                const float* weights = packed.weights + group * depth * padded;
                if (deep > 0) weights += 1LL * classes.before(ch, cw) * from * padded;
                auto go = [&](int k, int many) {  // columns x0 + k * stride and on
                    const taps h = cw < 0 || ch < 0 ? taps{} : inside_class(classes.w, cw, left + k, in.w);
                    product g;
                    g.segments = h.end > h.first ? v.end - v.first : 0;
                    g.pieces = h.end - h.first, g.length = from;
                    g.a = in.p;  // where no tap meets the cell, nothing is read
                    if (g.segments > 0) {
                        g.a = in.at(top - v.first * classes.h.step(), left + k - h.first * step) + group * from;
                        g.lda = in.pitch;
                    }
                    g.gap = -row * classes.h.step(), g.piece_gap = -in.pitch * step;
                    g.weight_gap = 1LL * count * from * width;
                    g.panel = deep * width;
                    g.b = weights + part.first * deep + (1LL * v.first * count + h.first) * from * width;
                    g.bias = packed.bias + group * padded - base;
                    g.cell = static_cast<long long>(y) * e.out.w + x0 + 1LL * k * w.up.w, g.cell_step = w.up.w;
                    g.cells = many;
                    g.first = base + part.first, g.end = base + std::min(part.end, to);
                    g.ahead = g.b;
                    multiply<MR, NV>(g, e);
                };
                // Columns [inner, outer) of this class see all of its taps.
                const int inner = std::clamp((count - 1) * step - left, 0, cells), outer = std::clamp(in.w - left, inner, cells);
                for (int k = 0; k < inner; ++k) go(k, 1);
                if (outer > inner) go(inner, outer - inner);
                for (int k = outer; k < cells; ++k) go(k, 1);
            }
        }
    }
}

}  // namespace fusenet::cpu
