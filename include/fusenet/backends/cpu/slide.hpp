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

    [[gnu::always_inline]] vec start(int) const {
        check_choices_of_fold(layer);
        return layer.template first<vec>();
    }
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
    int padded_height = 0, padded_width = 0;  // cells inside the padded input, from the first tap on
};

/// How a row of outputs is cut into blocks for the registers: blocks of `wide` outputs and a last one; the first
/// block's windows miss `left` cells of padding, the last one's `right`. `taps` = 0: the window does not slide.
struct row_blocks {
    int taps = 0, stride = 1;
    int wide = 1, last = 1;
    int left = 0, right = 0;
    bool one = false;  // the first block is also the last
};

/// NX outputs side by side in one vector of channels: accumulators and one window row of weights stay in registers,
/// every input is loaded once for a window row. The first `Left` and last `Right` cells under the windows do not exist.
/// `Full`: the whole height, unrolled.
template <int K, int S, int NX, int Left, int Right, bool Full, bool Some, class Fold, class Cursor>
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
            k += K * f.tap;
        }
#pragma GCC unroll 32
        for (int i = Left; i < (NX - 1) * S + K - Right; ++i) {
            vec x = load_lanes<Some>(q + (i - Left) * at.column, n);
            if constexpr (Fold::weighted) hold(x);
#pragma GCC unroll 16
            for (int o = 0; o < NX; ++o)
                if (const int t = i - o * S; t >= 0 && t < K) acc[o] = f.step(acc[o], x, w[t]);
        }
    }
#pragma GCC unroll 16
    for (int o = 0; o < NX; ++o) {
        const int cut = (Left > o * S ? Left - o * S : 0) + (Right > (NX - 1 - o) * S ? Right - (NX - 1 - o) * S : 0);
        const int inside_padding = at.padded_width - o * S < K ? at.padded_width - o * S : K;
        to.template put<Some>(f.done(acc[o], height * (K - cut), at.padded_height * inside_padding), o, c, n);
    }
}

template <int K, int S, int NX, int Left, int Right, bool Full, class Fold, class Cursor>
[[gnu::always_inline]] inline void slide_channels(const placed_window& at, const Fold& f, const Cursor& to, int channels) {
    int c = 0;
    for (; c + lanes <= channels; c += lanes) slide_vector<K, S, NX, Left, Right, Full, false>(at, f, to, c, lanes);
    if (c < channels) slide_vector<K, S, NX, Left, Right, Full, true>(at, f, to, c, channels - c);
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
    for (int j = 0; j < NC; ++j)
        to.template put<Some>(f.done(acc[j], at.height * at.width, at.padded_height * at.padded_width), 0, c + j * lanes, n);
}

template <class Fold, class Cursor>
[[gnu::always_inline]] inline void single(const placed_window& at, const Fold& f, const Cursor& to, int channels) {
    int c = 0;
    for (; c + 4 * lanes <= channels; c += 4 * lanes) single_vectors<4, false>(at, f, to, c, lanes);
    for (; c + lanes <= channels; c += lanes) single_vectors<1, false>(at, f, to, c, lanes);
    if (c < channels) single_vectors<1, true>(at, f, to, c, channels - c);
}

/// The window of output (y, x).
template <class Fold>
[[gnu::always_inline]] inline placed_window place_window(const window& w, const view& in, const Fold& f, int y, int x) {
    const int top = y * w.stride.h - w.top, left = x * w.stride.w - w.left;
    const taps v = inside(top, w.kh, w.dilation.h, in.h), h = inside(left, w.kw, w.dilation.w, in.w);
    placed_window at;
    at.p = in.at(top + v.first * w.dilation.h, left + h.first * w.dilation.w);
    at.row = static_cast<long long>(in.w) * in.pitch * w.dilation.h;
    at.column = in.pitch * w.dilation.w;
    at.height = v.end - v.first;
    at.width = h.end - h.first;
    at.weight_row = w.kw;
    if constexpr (Fold::weighted) at.weights = f.weights_at(v.first * w.kw + h.first);
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
    auto block = [&]<int NX, int Left, int Right>(int x, std::integer_sequence<int, NX, Left, Right>) __attribute__((always_inline)) {
        for (int y = made.first; y < made.end; ++y) {
            placed_window at = place_window(w, in, f, y, x);
            if constexpr (Fold::weighted && Left > 0) at.weights = f.weights_at(std::max(0, w.top - y * S) * K);
            const auto to = e.at(static_cast<long long>(y) * e.out.w + x, 1);
            if (at.height == K) slide_channels<K, S, NX, Left, Right, true>(at, f, to, in.c);
            else slide_channels<K, S, NX, Left, Right, false>(at, f, to, in.c);
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

/// Rows `made` of any window, one output at a time.
template <class Fold, class Epilogue>
[[gnu::noinline]] void slide_any(const window& w, view in, const Fold f, rows made, const Epilogue e) {
    for (int y = made.first; y < made.end; ++y)
        for (int x = 0; x < e.out.w; ++x) {
            placed_window at = place_window(w, in, f, y, x);
            if (at.padded_width > w.kw) at.padded_width = w.kw;
            single(at, f, e.at(static_cast<long long>(y) * e.out.w + x, 1), in.c);
        }
}

/// The blocks for a window on rows of `in` cells that makes `out`, with so many vector registers.
constexpr row_blocks blocks_of(const window& w, int in, int out, int registers) {
    row_blocks b;
    const bool slides = w.kh == w.kw && w.stride.h == w.stride.w && w.dilation == extent2(1) && w.up == extent2(1) &&
                        w.kw > 1 && w.kw <= 7 && w.stride.w <= 2 && w.kw <= in + w.left;
    const int most = registers > 16 ? 8 : w.stride.w == 1 && w.kw < 7 ? 8 : 4;
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

/// Rows of a copy, channels `part` of them: the epilogue alone, cell by cell.
template <class Epilogue>
[[gnu::noinline]] void copy(view in, rows made, rows part, const Epilogue e) {
    const long long first = static_cast<long long>(made.first) * e.out.w, end = static_cast<long long>(made.end) * e.out.w;
    for (long long cell = first; cell < end; ++cell) {
        const auto to = e.at(cell, 1);
        const float* p = in.p + cell * in.pitch;
        int c = part.first;
        for (; c + lanes <= part.end; c += lanes) to.template put<false>(load(p + c), 0, c);
        if (c < part.end) to.template put<true>(load_some(p + c, part.end - c), 0, c, part.end - c);
    }
}
template <class Epilogue>
void copy(view in, rows made, const Epilogue& e) {
    copy(in, made, {0, in.c}, e);
}

}  // namespace fusenet::cpu
