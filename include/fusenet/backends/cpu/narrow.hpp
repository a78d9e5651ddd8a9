// narrow: convolutions of one channel to few: cells side by side in a vector, since channels would not fill one.
#pragma once

#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/schedule/narrow.hpp>
#include <utility>

namespace fusenet::cpu {

namespace detail {

/// Lanes of a and b in turn, of their first halves or of the `Upper` ones.
template <bool Upper, int... J>
[[gnu::always_inline]] inline vec in_turn(vec a, [[maybe_unused]] vec b, std::integer_sequence<int, J...>) {
#if FUSENET_HAS_XSIMD
    return vec(__builtin_shufflevector(a.data, b.data, (J % 2 * lanes + J / 2 + (Upper ? lanes / 2 : 0))...));
#else
    return a;
#endif
}

/// P vectors of a channel each become P vectors of cells, each of P channels. `Left` channels still are apart.
template <int P, int Left = P>
[[gnu::always_inline]] inline void cells_of_channels(vec (&v)[P]) {
    if constexpr (Left > 1) {
        constexpr auto all = std::make_integer_sequence<int, lanes>();
        vec mixed[P];
#pragma GCC unroll 16
        for (int k = 0; k < P / 2; ++k) {
            const int first = k / (Left / 2) * Left + k % (Left / 2), second = first + Left / 2;
            mixed[first] = in_turn<false>(v[first], v[second], all);
            mixed[second] = in_turn<true>(v[first], v[second], all);
        }
#pragma GCC unroll 16
        for (int k = 0; k < P; ++k) v[k] = mixed[k];
        cells_of_channels<P, Left / 2>(v);
    }
}

}  // namespace detail

/// Rows `made` of a convolution of a map of one channel: for each row of the output a copy of the rows it reads, with
/// their padding; of that, block by block of cells, one sum for each channel. Weights are [tap][panel].
template <schedule::narrow_form F, class Epilogue>
[[gnu::noinline]] void convolve_narrow(view in, const float* weights, const float* bias, rows made, const Epilogue e) {
    constexpr window w = F.reads;
    constexpr int C = F.channels, P = F.padded_channels(), together = F.together();
    alignas(64) float lines[w.kh][F.line()]{};
    for (int y = made.first; y < made.end; ++y) {
        const int top = y * w.stride.h - w.top;
        const taps v = inside(top, w.kh, w.dilation.h, in.h);
        for (int ky = v.first; ky < v.end; ++ky) {
            const float* const row = in.at(top + ky * w.dilation.h, 0);
            int x = 0;
            for (; x + lanes <= F.in; x += lanes) store(lines[ky] + w.left + x, load(row + x));
            if constexpr (F.in % lanes > 0)
                store_some(lines[ky] + w.left + x, load_some(row + x, F.in % lanes), F.in % lanes);
        }
        for (int x = 0; x < F.out; x += together * lanes) {
            vec sums[together][P];
#pragma GCC unroll 16
            for (int b = 0; b < together; ++b)
#pragma GCC unroll 16
                for (int c = 0; c < P; ++c) sums[b][c] = vec(c < C ? bias[c] : 0.f);
            for (int ky = v.first; ky < v.end; ++ky) {
                const float *cells = lines[ky] + x, *of_tap = weights + ky * w.kw * F.width;
                for (int kx = 0; kx < w.kw; ++kx, of_tap += F.width) {
                    vec read[together];
#pragma GCC unroll 16
                    for (int b = 0; b < together; ++b) read[b] = load(cells + kx * w.dilation.w + b * lanes);
#pragma GCC unroll 16
                    for (int c = 0; c < C; ++c) {
                        const vec weight(of_tap[c]);
#pragma GCC unroll 16
                        for (int b = 0; b < together; ++b) sums[b][c] = multiply_add(read[b], weight, sums[b][c]);
                    }
                }
            }
#pragma GCC unroll 16
            for (int b = 0; b < together; ++b) {
                const int first = x + b * lanes, count = std::min(lanes, F.out - first);
                alignas(64) float values[P * lanes];
                detail::cells_of_channels<P>(sums[b]);
#pragma GCC unroll 16
                for (int k = 0; k < P; ++k) store(values + k * lanes, sums[b][k]);
                const auto to = e.at(static_cast<long long>(y) * F.out + first, 1);
                for (int i = 0; i < count; ++i) to.template put<true>(load_some(values + i * P, C), i, 0, C);
            }
        }
    }
}

}  // namespace fusenet::cpu
