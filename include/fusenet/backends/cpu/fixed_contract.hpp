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

/// The same of a constant length, in several sums at a time, so that none waits for the one before.
template <int Length, int NV, class Weight>
[[gnu::always_inline]] inline void add_in_chains(vec (&sums)[NV], const float* from, const Weight* weights) {
    constexpr int most = lanes > 1 ? 8 / NV : 1, chains = most < 1 ? 1 : most > 4 ? 4 : most, whole = Length / chains * chains;
    vec more[chains][NV];
#pragma GCC unroll 4
    for (int i = 1; i < chains; ++i)
#pragma GCC unroll 16
        for (int j = 0; j < NV; ++j) more[i][j] = vec(0.f);
    for (int k = 0; k < whole; k += chains)
#pragma GCC unroll 4
        for (int i = 0; i < chains; ++i) {
            const vec x(from[k + i]);
#pragma GCC unroll 16
            for (int j = 0; j < NV; ++j) {
                vec& sum = i ? more[i][j] : sums[j];
                sum = multiply_add(x, load(weights + ((k + i) * NV + j) * lanes), sum);
            }
        }
#pragma GCC unroll 4
    for (int k = whole; k < Length; ++k) {
        const vec x(from[k]);
#pragma GCC unroll 16
        for (int j = 0; j < NV; ++j) {
            vec& sum = k > whole ? more[k - whole][j] : sums[j];
            sum = multiply_add(x, load(weights + (k * NV + j) * lanes), sum);
        }
    }
#pragma GCC unroll 16
    for (int j = 0; j < NV; ++j) {
        if constexpr (chains == 4) sums[j] = (sums[j] + more[1][j]) + (more[2][j] + more[3][j]);
        else
            for (int i = 1; i < chains; ++i) sums[j] = sums[j] + more[i][j];
    }
}

/// The sum of `Length` products of floats that lie side by side.
template <int Length>
[[gnu::always_inline]] inline float product_of_rows(const float* a, const float* b) {
    constexpr int whole = Length / lanes, rest = Length % lanes;
    vec sums[4]{vec(0.f), vec(0.f), vec(0.f), vec(0.f)};
    if constexpr (rest > 0) sums[3] = load_some(a + whole * lanes, rest) * load_some(b + whole * lanes, rest);
#pragma GCC unroll 16
    for (int k = 0; k < whole; ++k) sums[k % 4] = multiply_add(load(a + k * lanes), load(b + k * lanes), sums[k % 4]);
    return sum_of((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

/// Rows `made` of stage F; `in` points to the map's first cell, wherever that would lie.
template <schedule::fixed_stage F, class Weight, class Epilogue>
[[gnu::always_inline]] inline void contract_fixed(const float* in, const Weight* weights, const float* bias, rows made, const Epilogue& e) {
    if constexpr (F.single) {
        e.at(0, 1).template put<true>(vec(bias[0] + product_of_rows<F.in.c>(in, weights)), 0, 0, 1);
        return;
    }
    constexpr window w = F.reads;
    constexpr int NV = F.single ? 1 : F.width / lanes, from = F.in.c / F.groups, to = F.out.c / F.groups;
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
                if constexpr (one_run && lanes > 1) {
                    add_in_chains<w.kh * w.kw * from>(sums, cells, at);
                } else if constexpr (one_run) {
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
                put_vectors<NV, to % lanes>(put_to, sums, group * to + c, to - c < F.width ? to - c : F.width);
            }
    });
}

}  // namespace fusenet::cpu
