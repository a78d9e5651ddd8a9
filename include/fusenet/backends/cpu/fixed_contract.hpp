// fixed_contract: a contraction whose extents are all constants: plain loops over rows, columns, panels and taps.
#pragma once

#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/cpu/fixed_window.hpp>
#include <fusenet/backends/cpu/widen.hpp>

namespace fusenet::cpu {

/// A panel's sums of one cell: `length` products each, of floats side by side with rows of weights.
template <int NV, class Weight>
[[gnu::always_inline]] inline void add_products(vec (&sums)[NV], const float*& from, const Weight*& weights, int length) {
    for (const float* const end = from + length; from != end;) {
        const vec x(*from++);
        vec w[NV];
#pragma GCC unroll 16
        for (int j = 0; j < NV; ++j) w[j] = load(weights + j * lanes);
#pragma GCC unroll 16
        for (int j = 0; j < NV; ++j) sums[j] = multiply_add(x, w[j], sums[j]);
        weights += NV * lanes;
    }
}

/// Rows `made` of stage F; `in` points to the map's first cell, wherever that would lie.
template <schedule::fixed_stage F, class Weight, class Epilogue>
[[gnu::always_inline]] inline void contract_fixed(const float* in, const Weight* weights, const float* bias, rows made, const Epilogue& e) {
    constexpr window w = F.reads;
    constexpr int NV = F.width / lanes, from = F.in.c / F.groups, to = F.out.c / F.groups;
    constexpr int padded = (to + F.width - 1) / F.width * F.width;
    constexpr int row = F.in.w * F.in.pitch * w.dilation.h;
    constexpr bool pieces = F.in.pitch != from || w.dilation.w != 1;  // the cells under a window's row lie apart
    constexpr bool one_run = !pieces && !cuts<F> && w.kw == F.in.w && w.dilation.h == 1;
    for_each_cell<F>(made, [&](int y, int x, taps v, taps h) __attribute__((always_inline)) {
        const float* corner = in + ((y * w.stride.h - w.top + v.first * w.dilation.h) * F.in.w + x * w.stride.w - w.left +
                                    h.first * w.dilation.w) * F.in.pitch;
        const Weight* k = weights + (v.first * w.kw + h.first) * from * F.width;
        const auto put_to = e.at(y * F.out.w + x, 1);
        const float* b = bias;
        for (int group = 0; group < F.groups; ++group, corner += from)
            for (int c = 0; c < padded; c += F.width, k += w.kh * w.kw * from * F.width, b += F.width) {
                vec sums[NV];
#pragma GCC unroll 16
                for (int j = 0; j < NV; ++j) sums[j] = load(b + j * lanes);
                const float* cells = corner;
                const Weight* at = k;
                if constexpr (one_run) {
                    add_products(sums, cells, at, w.kh * w.kw * from);
                } else {
                    for (int ky = v.first; ky < v.end; ++ky, cells += row) {
                        const float* cell = cells;
                        if constexpr (pieces) {
                            for (int kx = h.first; kx < h.end; ++kx, cell += w.dilation.w * F.in.pitch - from)
                                add_products(sums, cell, at, from);
                        } else {
                            add_products(sums, cell, at, (h.end - h.first) * from);
                        }
                        if constexpr (cuts_columns<F>) at += (w.kw - (h.end - h.first)) * from * F.width;
                    }
                }
                put_vectors<NV>(put_to, sums, group * to + c, to - c < F.width ? to - c : F.width);
            }
    });
}

}  // namespace fusenet::cpu
