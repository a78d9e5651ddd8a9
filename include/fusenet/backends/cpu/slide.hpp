// slide: rows of anything that folds a window within a vector of channels: convolutions of each channel, or of a few
// channels, by filters of their own, and pools.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/cpu/folds.hpp>
#include <fusenet/backends/cpu/row_blocks.hpp>

namespace fusenet::cpu {

/// Where one output's window lies: its cells inside the input, and the counts that averages divide by.
struct placed_window {
    const float* p = nullptr;        // its first cell
    int first_tap = 0;               // of that cell
    long long row = 0, column = 0;   // floats from tap to tap
    int height = 0, width = 0;       // taps inside
    int weight_row = 0;              // taps from a row's weights to the next
    int padded_height = 0, padded_width = 0;  // cells inside the padded input, from the first tap on
};

/// To the next cell. GCC must not know how far the cells lie from the first one: it would keep the distance of each in a
/// register, and have none left for the weights. Clang keeps none, and is slower if it is not told.
[[gnu::always_inline]] inline void walk(const float*& p, long long floats) {
    p += floats;
#if !defined(__clang__)
    asm volatile("" : "+r"(p));
#endif
}

/// NX outputs side by side in one vector of channels: accumulators and one window row of weights stay in registers,
/// every input is loaded once for a window row and each of the channels that a lane reads. The first `Left` and last
/// `Right` cells under the windows do not exist. `Full`: the whole height, unrolled.
template <int K, int S, int NX, int Left, int Right, bool Full, bool Some, class Fold, class Cursor>
[[gnu::always_inline]] inline void slide_vector(const placed_window& at, const Fold& f, const Cursor& to,
                                                const lane_block& b) {
    vec acc[NX];
    {
        const vec first = f.start(b.bias);
#pragma GCC unroll 16
        for (int o = 0; o < NX; ++o) acc[o] = first;
    }
    const float *q = at.p + b.in, *weights = Fold::weighted ? b.weights + at.first_tap * f.tap : nullptr;
    const int height = Full ? K : at.height, depth = f.depth();
#pragma GCC unroll 3
    for (int ky = 0; ky < height; ++ky, q += at.row) {
        const float* k = weights;
        auto reader = f.reader(b);
        for (int j = 0; j < depth; ++j, reader.advance()) {
            vec w[K];
#pragma GCC unroll 8
            for (int i = 0; i < K; ++i) w[i] = f.weight(k + i * f.tap);
            const float* cell = q;
            walk(cell, 0);
#pragma GCC unroll 32
            for (int i = Left; i < (NX - 1) * S + K - Right; ++i, walk(cell, at.column)) {
                vec x = reader.template read<Some>(reader.template at<Some>(cell, b.inputs));
                hold(x);
#pragma GCC unroll 16
                for (int o = 0; o < NX; ++o)
                    if (const int t = i - o * S; t >= 0 && t < K) acc[o] = f.step(acc[o], x, w[t]);
            }
            if constexpr (Fold::weighted) k += lanes;
        }
        if constexpr (Fold::weighted) weights += K * f.tap;
    }
#pragma GCC unroll 16
    for (int o = 0; o < NX; ++o) {
        const int cut = (Left > o * S ? Left - o * S : 0) + (Right > (NX - 1 - o) * S ? Right - (NX - 1 - o) * S : 0);
        const int inside_padding = at.padded_width - o * S < K ? at.padded_width - o * S : K;
        to.template put<Some>(f.done(acc[o], height * (K - cut), at.padded_height * inside_padding), o, b.out,
                              b.outputs);
    }
}

/// N outputs whose windows lie `apart` floats from each other and are cut alike, any window; NC vectors of channels at
/// once: so many sums that none waits for itself.
template <int N, int NC, bool Some, class Fold, class Cursor>
[[gnu::always_inline]] inline void any_vectors(const placed_window& at, long long apart, const Fold& f, const Cursor& to,
                                               const lane_block (&b)[NC]) {
    vec acc[NC][N];
#pragma GCC unroll 8
    for (int j = 0; j < NC; ++j) {
        const vec first = f.start(b[j].bias);
#pragma GCC unroll 8
        for (int o = 0; o < N; ++o) acc[j][o] = first;
    }
    const int depth = f.depth();
    for (int ky = 0; ky < at.height; ++ky)
        for (int kx = 0; kx < at.width; ++kx) {
            const float* p = at.p + ky * at.row + kx * at.column;
            const long long tap = (at.first_tap + ky * at.weight_row + kx) * f.tap;
#pragma GCC unroll 8
            for (int j = 0; j < NC; ++j) {
                auto reader = f.reader(b[j]);
                const float *x = p + b[j].in, *k = Fold::weighted ? b[j].weights + tap : nullptr;
                typename decltype(reader)::source cell[N];
#pragma GCC unroll 8
                for (int o = 0; o < N; ++o, walk(x, apart)) cell[o] = reader.template at<Some>(x, b[j].inputs);
                for (int d = 0; d < depth; ++d, reader.advance()) {
                    vec w = f.weight(k);
#pragma GCC unroll 8
                    for (int o = 0; o < N; ++o) {
                        acc[j][o] = f.step(acc[j][o], reader.template read<Some>(cell[o]), w);
                        hold(w);  // or GCC keeps it on the stack
                    }
                    if constexpr (Fold::weighted) k += lanes;
                }
            }
        }
#pragma GCC unroll 8
    for (int j = 0; j < NC; ++j)
#pragma GCC unroll 8
        for (int o = 0; o < N; ++o)
            to.template put<Some>(f.done(acc[j][o], at.height * at.width, at.padded_height * at.padded_width), o, b[j].out,
                                  b[j].outputs);
}

/// The window of output (y, x).
inline placed_window place_window(const window& w, const view& in, int y, int x) {
    const int top = y * w.stride.h - w.top, left = x * w.stride.w - w.left;
    const taps v = inside(top, w.kh, w.dilation.h, in.h), h = inside(left, w.kw, w.dilation.w, in.w);
    placed_window at;
    at.p = in.at(top + v.first * w.dilation.h, left + h.first * w.dilation.w);
    at.first_tap = v.first * w.kw + h.first;
    at.row = static_cast<long long>(in.w) * in.pitch * w.dilation.h;
    at.column = in.pitch * w.dilation.w;
    at.height = v.end - v.first;
    at.width = h.end - h.first;
    at.weight_row = w.kw;
    at.padded_height = (in.h + w.bottom - w.hanging.h - top + w.dilation.h - 1) / w.dilation.h;
    at.padded_width = (in.w + w.right - w.hanging.w - left + w.dilation.w - 1) / w.dilation.w;
    if (at.padded_height > w.kh) at.padded_height = w.kh;
    return at;
}

/// Rows `made`, each in blocks of outputs. Columns outermost, then rows: the few columns under the window stay in L1
/// down all rows of the band.
template <row_blocks B, class Fold, class Epilogue>
[[gnu::noinline]] void slide(const window& w, view in, const Fold f, rows made, const Epilogue e) {
    constexpr int K = B.taps, S = B.stride;
    const int channels = e.out.c;
    auto block = [&]<int NX, int Left, int Right>(int x, std::integer_sequence<int, NX, Left, Right>) __attribute__((always_inline)) {
        for (int y = made.first; y < made.end; ++y) {
            placed_window at = place_window(w, in, y, x);
            if constexpr (Left > 0) at.first_tap = std::max(0, w.top - y * S) * K;
            const auto to = e.at(static_cast<long long>(y) * e.out.w + x, 1);
            auto with = [&]<bool Full>(std::bool_constant<Full>) __attribute__((always_inline)) {
                lane_block b = f.first();
                for (; f.whole(b, channels); b = f.next(b))
                    slide_vector<K, S, NX, Left, Right, Full, false>(at, f, to, b);
                for (; b.out < channels; b = f.next(b))
                    slide_vector<K, S, NX, Left, Right, Full, true>(at, f, to, f.cut(b, channels));
            };
            if (at.height == K) with(std::true_type());
            else with(std::false_type());
        }
    };
    if constexpr (B.one) {
        block(0, std::integer_sequence<int, B.last, B.left, B.right>());
    } else {
        block(0, std::integer_sequence<int, B.wide, B.left, 0>());
        int x = B.wide;
        for (; x + B.last < e.out.w; x += B.wide) block(x, std::integer_sequence<int, B.wide, 0, 0>());
        block(x, std::integer_sequence<int, B.last, 0, B.right>());
    }
}

/// All channels of N outputs.
template <int N, class Fold, class Cursor>
[[gnu::noinline]] void any_channels(const placed_window at, long long apart, const Fold f, const Cursor to,
                                    int channels) {
    lane_block b = f.first();
    if constexpr (N == 1)
        for (;; b = f.next(b)) {
            const lane_block second = f.next(b), third = f.next(second), fourth = f.next(third);
            if (!f.whole(fourth, channels)) break;
            any_vectors<1, 4, false>(at, apart, f, to, {b, second, third, fourth});
            b = fourth;
        }
    for (; f.whole(b, channels); b = f.next(b)) any_vectors<N, 1, false>(at, apart, f, to, {b});
    for (; b.out < channels; b = f.next(b)) any_vectors<N, 1, true>(at, apart, f, to, {f.cut(b, channels)});
}

/// Rows `made` of any window. Outputs that see their whole width go side by side, up to eight at once; the few columns
/// whose windows hang over an edge go by rows whose windows are cut alike.
template <class Fold, class Epilogue>
[[gnu::noinline]] void slide_any(const window& w, view in, const Fold f, rows made, const Epilogue e) {
    constexpr int most = 8;
    int W = e.out.w;
    long long before = 0;  // cells of the output in front of row 0
    if (w.single_cell()) {  // the rows are one
        before = 1LL * made.first * W;
        in.p = in.at(made.first, 0);
        in.h = 1, in.w = W = W * made.count();
        made = {0, made.count() > 0 ? 1 : 0};
    }
    auto go = [&](int y, int x, int count, bool down) {
        placed_window at = place_window(w, in, y, x);
        if (at.padded_width > w.kw) at.padded_width = w.kw;
        const long long apart = down ? 1LL * in.w * in.pitch * w.stride.h : in.pitch * w.stride.w;
        long long cell = before + static_cast<long long>(y) * W + x;
        for (int left = count, blocks = (count + most - 1) / most; blocks > 0; --blocks) {
            const int n = (left + blocks - 1) / blocks;
            const auto to = e.at(cell, down ? W : 1);
            [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
                ((n == I + 1 ? any_channels<I + 1>(at, apart, f, to, e.out.c) : void()), ...);
            }(std::make_integer_sequence<int, most>());
            left -= n, at.p += n * apart, cell += down ? 1LL * n * W : n;
        }
    };
    // Columns [inner, outer) see their whole window.
    const int inner = std::min(W, (std::max(0, w.left) + w.stride.w - 1) / w.stride.w);
    const int room = in.w + w.left - w.reach_w();
    const int outer = room < 0 ? inner : std::max(inner, std::min(W, room / w.stride.w + 1));
    for (int y = made.first; y < made.end && outer > inner; ++y) go(y, inner, outer - inner, false);
    for (int x = inner > 0 ? 0 : outer; x < W; x = x + 1 == inner ? outer : x + 1)
        for (int y = made.first, n; y < made.end; y += n) {
            auto cut = [&](int at) { return inside(at * w.stride.h - w.top, w.kh, w.dilation.h, in.h); };
            n = 1;
            while (y + n < made.end && cut(y) == taps{0, w.kh} && cut(y + n) == taps{0, w.kh}) ++n;
            go(y, x, n, true);
        }
}

}  // namespace fusenet::cpu
