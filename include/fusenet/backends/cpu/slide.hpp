// slide: rows of anything that folds a window channel by channel: depthwise convolutions and pools.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/contract.hpp>

namespace fusenet::cpu {

/// A fold layer as the sliding kernels see it.
template <class Layer>
struct layer_fold {
    static constexpr bool weighted = false;
    Layer layer{};

    [[gnu::always_inline]] vec start(int) const { return layer.template first<vec>(); }
    [[gnu::always_inline]] vec step(vec acc, vec x, vec) const { return layer.step(acc, x); }
    [[gnu::always_inline]] vec done(vec acc, int cells, int padded) const {
        return layer.done(acc, vec(static_cast<float>(cells)), vec(static_cast<float>(padded)));
    }
    const float* weights_at(int) const { return nullptr; }
};

/// A depthwise convolution: weights [kh][kw][channels padded to whole vectors], and biases.
struct depthwise_fold {
    static constexpr bool weighted = true;
    const float* weights = nullptr;
    const float* bias = nullptr;
    long long tap = 0;  // floats from one tap's weights to the next

    [[gnu::always_inline]] vec start(int c) const { return load(bias + c); }
    [[gnu::always_inline]] vec step(vec acc, vec x, vec w) const { return multiply_add(x, w, acc); }
    [[gnu::always_inline]] vec done(vec acc, int, int) const { return acc; }
    const float* weights_at(int index) const { return weights + index * tap; }
};

/// Where one output's window lies: its cells inside the input, and the counts that averages divide by.
struct placed_window {
    const float* p = nullptr;        // its first cell
    const float* weights = nullptr;  // the weights of that cell
    long long row = 0, column = 0;   // floats from tap to tap
    int height = 0, width = 0;       // taps inside
    int weight_row = 0;              // taps from a row's weights to the next
    int padded = 0;                  // cells inside the padded input
};

/// NX outputs side by side in one vector of channels: accumulators and one window row of weights stay in registers,
/// every input is loaded once for a window row. `Full`: the whole height, unrolled.
template <int K, int S, int NX, bool Full, bool Some, class Fold, class Cursor>
[[gnu::always_inline]] inline void slide_vector(const placed_window& at, const Fold& f, const Cursor& to, int c, int n) {
    vec acc[NX];
    {
        const vec first = f.start(c);
#pragma GCC unroll 16
        for (int o = 0; o < NX; ++o) acc[o] = first;
    }
    const float *q = at.p + c, *k = Fold::weighted ? at.weights + c : nullptr;
    const int height = Full ? K : at.height;
#pragma GCC unroll 3
    for (int ky = 0; ky < height; ++ky, q += at.row) {
        vec w[K]{};
        if constexpr (Fold::weighted) {
#pragma GCC unroll 8
            for (int i = 0; i < K; ++i) {
                w[i] = load(k + i * f.tap);
                hold(w[i]);
            }
            k += at.weight_row * f.tap;
        }
#pragma GCC unroll 32
        for (int i = 0; i < (NX - 1) * S + K; ++i) {
            vec x = load_lanes<Some>(q + i * at.column, n);
            if constexpr (Fold::weighted) hold(x);
#pragma GCC unroll 16
            for (int o = 0; o < NX; ++o)
                if (const int t = i - o * S; t >= 0 && t < K) acc[o] = f.step(acc[o], x, w[t]);
        }
    }
#pragma GCC unroll 16
    for (int o = 0; o < NX; ++o) to.template put<Some>(f.done(acc[o], height * K, at.padded), o, c, n);
}

template <int K, int S, int NX, bool Full, class Fold, class Cursor>
[[gnu::always_inline]] inline void slide_channels(const placed_window& at, const Fold& f, const Cursor& to, int channels) {
    int c = 0;
    for (; c + lanes <= channels; c += lanes) slide_vector<K, S, NX, Full, false>(at, f, to, c, lanes);
    if (c < channels) slide_vector<K, S, NX, Full, true>(at, f, to, c, channels - c);
}

/// One output, any window; NC vectors of channels at once, so that their sums do not wait for each other.
template <int NC, bool Some, class Fold, class Cursor>
[[gnu::always_inline]] inline void single_vectors(const placed_window& at, const Fold& f, const Cursor& to, int c, int n) {
    vec acc[NC];
#pragma GCC unroll 8
    for (int j = 0; j < NC; ++j) acc[j] = f.start(c + j * lanes);
    for (int ky = 0; ky < at.height; ++ky)
        for (int kx = 0; kx < at.width; ++kx) {
            const float* p = at.p + ky * at.row + kx * at.column + c;
            const float* w = at.weights;
            if constexpr (Fold::weighted) w += (static_cast<long long>(ky) * at.weight_row + kx) * f.tap + c;
#pragma GCC unroll 8
            for (int j = 0; j < NC; ++j) {
                vec weight(0.f);
                if constexpr (Fold::weighted) weight = load(w + j * lanes);
                acc[j] = f.step(acc[j], load_lanes<Some>(p + j * lanes, n), weight);
            }
        }
#pragma GCC unroll 8
    for (int j = 0; j < NC; ++j) to.template put<Some>(f.done(acc[j], at.height * at.width, at.padded), 0, c + j * lanes, n);
}

template <class Fold, class Cursor>
[[gnu::always_inline]] inline void single(const placed_window& at, const Fold& f, const Cursor& to, int channels) {
    int c = 0;
    for (; c + 4 * lanes <= channels; c += 4 * lanes) single_vectors<4, false>(at, f, to, c, lanes);
    for (; c + lanes <= channels; c += lanes) single_vectors<1, false>(at, f, to, c, lanes);
    if (c < channels) single_vectors<1, true>(at, f, to, c, channels - c);
}

/// Rows `made`. K, S: window and stride of the sliding path, K = 0 for any window. Columns outermost, then rows: the
/// few columns under the window stay in L1 down all rows of the band.
template <int K, int S, class Fold, class Epilogue>
[[gnu::noinline]] void slide(const window& w, view in, const Fold f, rows made, const Epilogue e) {
    const int W = e.out.w, C = in.c;
    auto columns = [&](int x, auto count) __attribute__((always_inline)) {
        constexpr int NX = decltype(count)::value;
        for (int y = made.first; y < made.end; ++y) {
            const int top = y * w.stride.h - w.top, left = x * w.stride.w - w.left;
            const taps v = inside(top, w.kh, w.dilation.h, in.h), h = inside(left, w.kw, w.dilation.w, in.w);
            placed_window at;
            at.p = in.at(top + v.first * w.dilation.h, left + h.first * w.dilation.w);
            at.row = static_cast<long long>(in.w) * in.pitch * w.dilation.h;
            at.column = in.pitch * w.dilation.w;
            at.height = v.end - v.first;
            at.width = h.end - h.first;
            if constexpr (Fold::weighted) at.weights = f.weights_at(v.first * w.kw + h.first);
            at.weight_row = w.kw;
            at.padded = std::min(w.kh, (in.h + w.bottom - w.hanging.h - top + w.dilation.h - 1) / w.dilation.h) *
                        std::min(w.kw, (in.w + w.right - w.hanging.w - left + w.dilation.w - 1) / w.dilation.w);
            const auto to = e.at(static_cast<long long>(y) * W + x, 1);
            if constexpr (NX == 0) single(at, f, to, C);
            else if (at.height == K) slide_channels<K, S, NX, true>(at, f, to, C);
            else slide_channels<K, S, NX, false>(at, f, to, C);
        }
    };
    int x = 0;
    if constexpr (K > 0) {
        constexpr int wide = S == 1 ? 8 : 4;
        const int inner = std::min(W, (w.left + S - 1) / S);
        const int outer = in.w + w.left < K ? inner : std::min(W, (in.w + w.left - K) / S + 1);
        for (; x < inner; ++x) columns(x, std::integral_constant<int, 0>());
        for (; x + wide <= outer; x += wide) columns(x, std::integral_constant<int, wide>());
        if constexpr (wide > 4)
            for (; x + 4 <= outer; x += 4) columns(x, std::integral_constant<int, 4>());
        for (; x + 2 <= outer; x += 2) columns(x, std::integral_constant<int, 2>());
        for (; x < outer; ++x) columns(x, std::integral_constant<int, 1>());
    }
    for (; x < W; ++x) columns(x, std::integral_constant<int, 0>());
}

/// Rows of a copy: the epilogue alone, cell by cell.
template <class Epilogue>
[[gnu::noinline]] void copy(view in, rows made, const Epilogue e) {
    const long long first = static_cast<long long>(made.first) * e.out.w, end = static_cast<long long>(made.end) * e.out.w;
    for (long long cell = first; cell < end; ++cell) {
        const auto to = e.at(cell, 1);
        const float* p = in.p + cell * in.pitch;
        int c = 0;
        for (; c + lanes <= in.c; c += lanes) to.template put<false>(load(p + c), 0, c);
        if (c < in.c) to.template put<true>(load_some(p + c, in.c - c), 0, c, in.c - c);
    }
}

}  // namespace fusenet::cpu
