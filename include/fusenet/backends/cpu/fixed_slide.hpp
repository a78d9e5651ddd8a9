// fixed_slide: folds of windows, channel by channel, with all extents constant: pools and depthwise convolutions.
#pragma once

#include <fusenet/backends/cpu/fixed_window.hpp>
#include <fusenet/backends/cpu/folds.hpp>

namespace fusenet::cpu {

/// How many vectors of `channels` go together. Of scalars those of a pool go alone: it has few, and comparing them is
/// longer than a loop.
constexpr int vectors_together(int channels, bool weighted) {
    return lanes == 1 && !weighted ? 1 : lanes == 1 ? scalars_together(channels, 8) : channels >= 4 * lanes ? 4 : (channels + lanes - 1) / lanes;
}

/// How many cells of the padded input lie under a window that begins at `at`: what an average that counts padding
/// divides by.
constexpr int padded_taps(int at, int count, int apart, int extent) {
    const int room = (extent - at + apart - 1) / apart;
    return room < count ? room : count;
}

/// Rows `made` of stage F; `in` points to the map's first cell, wherever that would lie. Weights, if it has any, are
/// [tap][channels padded to whole vectors].
template <schedule::fixed_stage F, class Fold, class Epilogue>
[[gnu::always_inline]] inline void slide_fixed(const float* in, const Fold& f, rows made, const Epilogue& e) {
    constexpr window w = F.reads;
    constexpr int NV = vectors_together(F.in.c, Fold::weighted), row = F.in.w * F.in.pitch * w.dilation.h, column = F.in.pitch * w.dilation.w;
    for_each_cell<F>(made, [&](int y, int x, taps v, taps h) __attribute__((always_inline)) {
        const int top = y * w.stride.h - w.top, left = x * w.stride.w - w.left;
        const float* corner = in + ((top + v.first * w.dilation.h) * F.in.w + left + h.first * w.dilation.w) * F.in.pitch;
        const auto put_to = e.at(y * F.out.w + x, 1);
        const lane_block all = f.first();
        for (int c = 0; c < F.in.c; c += NV * lanes) {
            const int count = F.in.c - c < NV * lanes ? F.in.c - c : NV * lanes;
            auto read = [&](const float* p, int j) __attribute__((always_inline)) {
                const int there = count - j * lanes;
                if (there >= lanes) return load(p + j * lanes);
                if constexpr (F.in.c % lanes > 0)
                    if (there > 0) return load_some(p + j * lanes, F.in.c % lanes);
                return vec(0.f);
            };
            vec folded[NV];
#pragma GCC unroll 8
            for (int j = 0; j < NV; ++j) folded[j] = f.start(Fold::weighted ? all.bias + c + j * lanes : nullptr);
            const float* cells = corner + c;
            for (int ky = v.first; ky < v.end; ++ky, cells += row) {
                const float* cell = cells;
                const float* k = Fold::weighted ? all.weights + (ky * w.kw + h.first) * F.tap + c : nullptr;
                for (int kx = h.first; kx < h.end; ++kx, cell += column) {
#pragma GCC unroll 8
                    for (int j = 0; j < NV; ++j) folded[j] = f.step(folded[j], read(cell, j), f.weight(k + j * lanes));
                    if constexpr (Fold::weighted) k += F.tap;
                }
            }
            const int inside = (v.end - v.first) * (h.end - h.first);
            const int padded = padded_taps(top, w.kh, w.dilation.h, F.in.h + w.bottom - w.hanging.h) *
                               padded_taps(left, w.kw, w.dilation.w, F.in.w + w.right - w.hanging.w);
#pragma GCC unroll 8
            for (int j = 0; j < NV; ++j) folded[j] = f.done(folded[j], inside, padded);
            put_vectors<NV, F.in.c % lanes>(put_to, folded, c, count);
        }
    });
}

}  // namespace fusenet::cpu
