// tile: the register tile of a contraction, and the sizes of its packed weights.
#pragma once

#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/backends/cpu/widen.hpp>
#include <fusenet/core/tile_shape.hpp>

namespace fusenet::cpu {

/// cells x channels of output. Row i of the left operand begins at a + i * lda and is `segments` runs of `pieces`
/// pieces of `length` floats: `gap` floats from run to run, `piece_gap` from piece to piece (without padding columns
/// and dilation a row of the window is one piece). The weights are panels of `width` channels, `panel` floats each;
/// they advance by `weight_gap` from run to run, so that a window may be cut at the borders. `Weight` is a float, or a
/// number of 16 bits that becomes one in a register.
template <class Weight>
struct product_of {
    const float* a = nullptr;
    long long lda = 0;
    int segments = 0, pieces = 0, length = 0;
    long long gap = 0, piece_gap = 0;
    const Weight* b = nullptr;
    long long weight_gap = 0, panel = 0;
    const float* bias = nullptr;
    long long cell = 0, cell_step = 1;
    int cells = 0, first = 0, end = 0;  // channels [first, end), the first at a panel's beginning
    const Weight* ahead = nullptr;      // weights that are needed next, fetched while these are used; or null
    long long ahead_step = 0;           // bytes of them for each product
};
using product = product_of<float>;

/// M cells x NV vectors: acc[i][j] = bias[j] + sum over k of a[i][k] * b[k][j], NB vectors to a row of the panel.
template <int M, int NV, int NB, bool Some, class Weight, class Cursor>
[[gnu::always_inline]] inline void tile(const product_of<Weight>& g, const float* a, const Weight* b, const Cursor& to,
                                        int c, int last) {
    vec acc[M][NV];
#pragma GCC unroll 8
    for (int j = 0; j < NV; ++j) {
        const vec start = load(g.bias + c + j * lanes);
#pragma GCC unroll 32
        for (int i = 0; i < M; ++i) acc[i][j] = start;
    }
    const char* ahead = reinterpret_cast<const char*>(g.ahead);
    for (int s = 0; s < g.segments; ++s, a += g.gap, b += g.weight_gap) {
        const float* piece = a;
        const Weight* bk = b;
        for (int q = 0; q < g.pieces; ++q, piece += g.piece_gap) {
            const float* ak = piece;
            for (int k = 0; k < g.length; ++k, ++ak, bk += NB * lanes) {
                if constexpr (NB > 1) {  // a panel of one vector is the only one
                    __builtin_prefetch(ahead, 0, 2);
                    ahead += g.ahead_step;
                }
                vec v[NV];
#pragma GCC unroll 8
                for (int j = 0; j < NV; ++j) {
                    v[j] = load(bk + j * lanes);
                    hold(v[j]);
                }
#pragma GCC unroll 32
                for (int i = 0; i < M; ++i) {
                    const vec x(ak[i * g.lda]);
#pragma GCC unroll 8
                    for (int j = 0; j < NV; ++j) acc[i][j] = multiply_add(x, v[j], acc[i][j]);
                }
            }
        }
    }
#pragma GCC unroll 32
    for (int i = 0; i < M; ++i)
#pragma GCC unroll 8
        for (int j = 0; j < NV; ++j) {
            if (Some && j == NV - 1) to.template put<true>(acc[i][j], i, c + j * lanes, last);
            else to.template put<false>(acc[i][j], i, c + j * lanes);
        }
}

/// One block of M cells against all panels; the last one may be narrower, and end inside a vector.
template <int M, int NV, class Weight, class Epilogue>
[[gnu::always_inline]] inline void across_panels(const product_of<Weight>& g, const float* a, long long cell,
                                                 const Epilogue& e) {
    const auto to = e.at(cell, g.cell_step);
    const Weight* b = g.b;
    int c = g.first;
    for (; c + NV * lanes <= g.end; c += NV * lanes, b += g.panel) tile<M, NV, NV, false>(g, a, b, to, c, lanes);
    if (c == g.end) return;
    const int left = g.end - c, vectors = (left + lanes - 1) / lanes, last = left - (vectors - 1) * lanes;
    [&]<int... J>(std::integer_sequence<int, J...>) __attribute__((always_inline)) {
        ((vectors == J + 1 ? (last == lanes ? tile<M, J + 1, NV, false>(g, a, b, to, c, last)
                                            : tile<M, J + 1, NV, true>(g, a, b, to, c, last))
                           : void()),
         ...);
    }(std::make_integer_sequence<int, NV>{});
}

/// All cells. Of what is left after whole tiles two blocks of nearly equal height are made: a tile of one row idles
/// the multipliers.
template <int MR, int NV, class Weight, class Epilogue>
[[gnu::noinline]] void multiply(product_of<Weight> g, Epilogue e) {
    constexpr int small = NV == 1 && MR > 10 ? 10 : small_rows(MR);  // seven sums would wait for each other
    const float* a = g.a;
    long long cell = g.cell;
    const int depth = g.segments * g.pieces * g.length;
    const long long blocks = g.cells > MR ? (g.cells + MR - 1) / MR : 1;
    g.ahead_step = g.panel * static_cast<long long>(sizeof(Weight)) / (depth > 0 ? depth : 1) / blocks;
    for (int left = g.cells; left > 0;) {
        int m = MR;
        if (left < MR) m = left <= small ? left : left <= 2 * small ? (left + 1) / 2 : small;
        else if (left > MR && left < MR + 4 && MR > small) m = small;  // leaves no sliver
        if (m == MR) {
            across_panels<MR, NV>(g, a, cell, e);
        } else {
            [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
                ((m == I + 1 ? across_panels<I + 1, NV>(g, a, cell, e) : void()), ...);
            }(std::make_integer_sequence<int, small>{});
        }
        left -= m;
        g.ahead = reinterpret_cast<const Weight*>(reinterpret_cast<const char*>(g.ahead) + g.ahead_step * depth);
        a += m * g.lda;
        cell += m * g.cell_step;
    }
}

}  // namespace fusenet::cpu
