// singles: one number of each cell of a map, as scalar products of as many cells as a vector has lanes.
#pragma once

#include <fusenet/backends/cpu/convert.hpp>
#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/backends/cpu/view.hpp>
#include <fusenet/core/features.hpp>

namespace fusenet::cpu {

namespace detail {

/// Where lane j comes from in two vectors whose lanes go in segments of S: the first half of a segment is the first
/// vector's, the second the other's; of these the lower half of the segment, or the `Upper` one.
template <int S, bool Upper>
constexpr int folded_from(int j) {
    const int segment = j / S * S, at = j % S, of_second = at >= S / 2;
    return of_second * lanes + segment + at % (S / 2) + (Upper ? S / 2 : 0);
}
template <int S, int... J>
[[gnu::always_inline]] inline vec folded(vec a, vec b, std::integer_sequence<int, J...>) {
#if FUSENET_HAS_XSIMD
    return vec(__builtin_shufflevector(a.data, b.data, folded_from<S, false>(J)...)) +
           vec(__builtin_shufflevector(a.data, b.data, folded_from<S, true>(J)...));
#else
    return a + b;
#endif
}

/// Lane i is the sum of the lanes of vector i.
template <int Count = lanes>
[[gnu::always_inline]] inline vec sums_of(vec (&rows)[lanes]) {
    if constexpr (Count == 1) {
        return rows[0];
    } else {
#pragma GCC unroll 32
        for (int i = 0; i < Count / 2; ++i)
            rows[i] = folded<Count>(rows[i], rows[i + Count / 2], std::make_integer_sequence<int, lanes>());
        return sums_of<Count / 2>(rows);
    }
}

/// The products of `cells` cells, at most as many as lanes, with the weights. The order of each sum is the same
/// wherever its cell stands among them.
template <int C>
[[gnu::always_inline]] inline vec products_of_cells(const float* p, long long pitch, int cells, const float* weights) {
    constexpr int whole = C / lanes, rest = C % lanes;
    vec rows[lanes];
#pragma GCC unroll 32
    for (int i = 0; i < lanes; ++i) {
        const float* cell = p + (i < cells ? i : 0) * pitch;
        rows[i] = vec(0.f);
        if constexpr (rest > 0)
            rows[i] = load_some(cell + whole * lanes, rest) * load_some(weights + whole * lanes, rest);
#pragma GCC unroll 8
        for (int k = 0; k < whole; ++k)
            rows[i] = multiply_add(load(cell + k * lanes), load(weights + k * lanes), rows[i]);
    }
    return sums_of(rows);
}

}  // namespace detail

/// Rows `made` of a contraction of C channels to one; behind it maps alone, where whole vectors of cells can be stored.
template <int C, class... Layers>
[[gnu::noinline]] void singles(view in, const float* weights, float bias, rows made,
                               const epilogue<map_step<Layers>...> e) {
    long long cell = static_cast<long long>(made.first) * in.w;
    const long long end = static_cast<long long>(made.end) * in.w;
    const auto maps = detail::repeated<1>(e.steps);
    for (; cell < end; cell += lanes) {
        const int cells = static_cast<int>(std::min<long long>(lanes, end - cell));
        vec v = detail::products_of_cells<C>(in.p + cell * in.pitch, in.pitch, cells, weights) + vec(bias);
        std::apply(
            [&](const auto&... map) __attribute__((always_inline)) { ((v = map(v, 0)), ...); }, maps);
        if (e.out.pitch == 1 && cells == lanes) {
            store(e.out.p + cell, v);
        } else {
            float values[lanes];
            store(values, v);
            for (int i = 0; i < cells; ++i) e.out.p[(cell + i) * e.out.pitch] = values[i];
        }
    }
}
/// The same with joins: cell by cell.
template <int C, class... Steps>
[[gnu::noinline]] void singles(view in, const float* weights, float bias, rows made, const epilogue<Steps...> e) {
    long long cell = static_cast<long long>(made.first) * in.w;
    const long long end = static_cast<long long>(made.end) * in.w;
    for (; cell < end; cell += lanes) {
        const int cells = static_cast<int>(std::min<long long>(lanes, end - cell));
        float values[lanes];
        store(values, detail::products_of_cells<C>(in.p + cell * in.pitch, in.pitch, cells, weights) + vec(bias));
        for (int i = 0; i < cells; ++i) e.at(cell + i, 1).template put<true>(vec(values[i]), 0, 0, 1);
    }
}

}  // namespace fusenet::cpu
