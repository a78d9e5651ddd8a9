// winograd: rows of a 3x3 convolution by fast tiles: transform, products for each point, transform and epilogue.
#pragma once

#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/schedule/winograd.hpp>

namespace fusenet::cpu {

namespace detail {

/// a * x + sum for a coefficient that is known: nothing is done for 0, and no product for 1.
template <class A>
[[gnu::always_inline]] inline vec plus(A, vec x, vec sum, bool& any) {
    if constexpr (A::value == 0) return sum;
    else if (!any) return any = true, A::value == 1 ? x : x * vec(static_cast<float>(A::value));
    else if constexpr (A::value == 1) return sum + x;
    else return multiply_add(vec(static_cast<float>(A::value)), x, sum);
}

template <int M, int Row, int Column>
struct spreading {
    static constexpr double value = schedule::winograd_form<M>.b[Row][Column];
};
template <int M, int Row, int Column>
struct gathering {
    static constexpr double value = schedule::winograd_form<M>.a[Row][Column];
};

/// The compilers are not to know a distance from one pass of a loop to the next: they would compute dozens of its
/// multiples before the loop, and keep them on the stack.
[[gnu::always_inline]] inline void again(long long& distance) { asm("" : "+r"(distance)); }

/// The sum of row `Row` of B^T over every second input, from the first or the second one on.
template <int M, int Row, int Parity>
[[gnu::always_inline]] inline vec half_of_row(const vec* d) {
    constexpr int points = M + 2;
    vec sum(0.f);
    bool any = false;
    [&]<int... K>(std::integer_sequence<int, K...>) __attribute__((always_inline)) {
        ((sum = K % 2 == Parity ? plus(spreading<M, Row, K>(), d[K], sum, any) : sum), ...);
    }(std::make_integer_sequence<int, points>());
    return sum;
}

/// Rows of opposite points are the sum and the difference of the same two halves.
template <int M, int Row>
[[gnu::always_inline]] inline void spread_pair(const vec* d, vec* to, int step) {
    const vec even = half_of_row<M, Row, 0>(d), odd = half_of_row<M, Row, 1>(d);
    to[Row * step] = even + odd;
    to[(Row + 1) * step] = even - odd;
}

/// B^T d along one axis.
template <int M>
[[gnu::always_inline]] inline void spread(const vec* d, vec* to, int step) {
    constexpr int points = M + 2;
    to[0] = half_of_row<M, 0, 0>(d);
    [&]<int... P>(std::integer_sequence<int, P...>) __attribute__((always_inline)) {
        (spread_pair<M, 2 * P + 1>(d, to, step), ...);
    }(std::make_integer_sequence<int, M / 2>());
    to[(points - 1) * step] = half_of_row<M, points - 1, 1>(d);
}

/// Row `Row` of A^T: all powers of opposite points are equal but for the odd ones' sign.
template <int M, int Row>
[[gnu::always_inline]] inline vec gathered(vec first, vec last, const vec* even, const vec* odd) {
    vec sum = Row == 0 ? first : last;
    bool any = Row == 0 || Row == M - 1;
    [&]<int... P>(std::integer_sequence<int, P...>) __attribute__((always_inline)) {
        ((sum = plus(gathering<M, Row, 2 * P + 1>(), Row % 2 ? odd[P] : even[P], sum, any)), ...);
    }(std::make_integer_sequence<int, M / 2>());
    return sum;
}

/// A^T d along one axis.
template <int M>
[[gnu::always_inline]] inline void gather(const vec* d, vec* to, int step, int to_step) {
    vec even[M / 2], odd[M / 2];
#pragma GCC unroll 4
    for (int p = 0; p < M / 2; ++p) {
        even[p] = d[(2 * p + 1) * step] + d[(2 * p + 2) * step];
        odd[p] = d[(2 * p + 1) * step] - d[(2 * p + 2) * step];
    }
    [&]<int... I>(std::integer_sequence<int, I...>) __attribute__((always_inline)) {
        ((to[I * to_step] = gathered<M, I>(d[0], d[(M + 1) * step], even, odd)), ...);
    }(std::make_integer_sequence<int, M>());
}

/// Fetches cells [0, rows) x [0, columns) behind `p`: tiles lie far apart in memory, so that no hardware does it.
template <int Rows, int Columns, int Write>
[[gnu::always_inline]] inline void fetch_tile(const float* p, long long row, long long pitch) {
    for (int x = 0; x < Columns; ++x, p += pitch)
#pragma GCC unroll 8
        for (int y = 0; y < Rows; ++y) __builtin_prefetch(p + y * row, Write, 3);
}

/// One tile's input to one tile of every point; cells outside of the input are zero.
template <int M>
[[gnu::noinline]] void transform_input(view in, int y0, int x0, float* to, long long point) {
    constexpr int points = M + 2;
    const rows down{std::max(0, -y0), std::min(points, in.h - y0)}, along{std::max(0, -x0), std::min(points, in.w - x0)};
    const bool inside = down == rows{0, points} && along == rows{0, points};
    const float* const corner = in.at(y0 + down.first, x0 + along.first);
    alignas(64) float edge[points * points * lanes];  // what lies outside is zero
    if (!inside) std::fill(std::begin(edge), std::end(edge), 0.f);
    for (int c = 0; c < in.c; c += lanes) {
        const int n = std::min(lanes, in.c - c);
        const float* from = corner + c;
        long long row = in.w * in.pitch, cell = in.pitch, gap = point;
        if (inside && x0 + points + M <= in.w) fetch_tile<points, M, 0>(from + points * cell, row, cell);
        if (!inside || n < lanes) {
            for (int y = down.first; y < down.end; ++y, from += row)
                for (int x = along.first; x < along.end; ++x) {
                    const float* at = from + (x - along.first) * cell;
                    store(edge + (y * points + x) * lanes, n == lanes ? load(at) : load_some(at, n));
                }
            from = edge, row = points * lanes, cell = lanes;
        }
        again(row), again(cell), again(gap);
        vec e[points * points];
#pragma GCC unroll 8
        for (int x = 0; x < points; ++x, from += cell) {
            vec d[points];
#pragma GCC unroll 8
            for (int y = 0; y < points; ++y) d[y] = load(from + y * row);
            spread<M>(d, e + x, points);
        }
        float* t = to + c;
#pragma GCC unroll 8
        for (int y = 0; y < points; ++y, t += points * gap) {
            vec d[points];
            spread<M>(e + y * points, d, 1);
#pragma GCC unroll 8
            for (int x = 0; x < points; ++x) store(t + x * gap, d[x]);
        }
    }
}

/// One tile of every point to channels `part` of one tile's output.
template <int M, class Epilogue>
[[gnu::noinline]] void transform_output(const float* from, long long point, const float* bias, int y0, int x0, rows part,
                                        const Epilogue e) {
    constexpr int points = M + 2;
    const int height = std::min(M, e.out.h - y0), width = std::min(M, e.out.w - x0);
    const bool follows = height == M && x0 + 2 * M <= e.out.w;
    for (int c = part.first; c < part.end; c += lanes) {
        const int n = std::min(lanes, part.end - c);
        if (follows) fetch_tile<M, M, 1>(e.out.at(y0, x0 + M) + c, e.out.w * e.out.pitch, e.out.pitch);
        vec half[M * points];
        long long gap = point;
        again(gap);
        const float* f = from + c;
#pragma GCC unroll 8
        for (int x = 0; x < points; ++x, f += gap) {
            vec d[points];
#pragma GCC unroll 8
            for (int r = 0; r < points; ++r) d[r] = load(f + r * points * gap);
            gather<M>(d, half + x, 1, points);
        }
        const vec start = load(bias + c);
        for (int r = 0; r < height; ++r) {
            const auto to = e.at(static_cast<long long>(y0 + r) * e.out.w + x0, 1);
            vec y[M];
            gather<M>(half + r * points, y, 1, 1);
            if (width == M && n == lanes) {
#pragma GCC unroll 8
                for (int x = 0; x < M; ++x) to.template put<false>(y[x] + start, x, c);
            } else {
                for (int x = 0; x < width; ++x) {
                    if (n == lanes) to.template put<false>(y[x] + start, x, c);
                    else to.template put<true>(y[x] + start, x, c, n);
                }
            }
        }
    }
}

}  // namespace detail

/// Rows `made` of a 3x3 convolution of stride 1, from a multiple of M on; channels `part`, whole panels. Weights:
/// [point][panel][from][width], `zeros`: as many as there are channels in whole panels; `memory`: block.floats().
template <int M, int MR, int NV, class Epilogue>
void convolve_by_tiles(const window& w, view in, const packed_contraction& packed, const float* zeros,
                       const schedule::winograd_block& block, float* memory, rows made, rows part, const Epilogue& e) {
    constexpr int points = (M + 2) * (M + 2), width = NV * lanes;
    const int padded = (e.out.c + width - 1) / width * width, across = (e.out.w + M - 1) / M;
    const int first = made.first / M * across, end = (made.end + M - 1) / M * across;
    float* const products = memory + block.inputs();
    for (int begin = first; begin < end; begin += block.tiles) {
        const int count = std::min(block.tiles, end - begin);
        for (int t = 0; t < count; ++t)
            detail::transform_input<M>(in, (begin + t) / across * M - w.top, (begin + t) % across * M - w.left,
                                       memory + 1LL * t * block.from, block.inputs_point);
        for (int k = 0; k < points; ++k) {
            const float* weights = packed.weights + 1LL * k * in.c * padded;
            const epilogue<> raw{{}, {products + k * block.products_point, block.to, 1, block.tiles, e.out.c}};
            multiply_panels<MR, NV>(memory + k * block.inputs_point, block.from, count, in.c, weights, zeros, packed.sweep, part, raw);
        }
        for (int t = 0; t < count; ++t)
            detail::transform_output<M>(products + 1LL * t * block.to, block.products_point, packed.bias,
                                        (begin + t) / across * M, (begin + t) % across * M, part, e);
    }
}

}  // namespace fusenet::cpu
