// normalise: statistics over an axis, then a map: softmax, layer norm, group norm, local response norm.
#pragma once

#include <algorithm>
#include <fusenet/backends/cpu/slide.hpp>
#include <limits>

namespace fusenet::cpu {

/// The operands of each channel of a normalisation, padded to whole vectors.
struct channel_operands {
    const float* first = nullptr;
    const float* second = nullptr;
};

template <class Layer>
[[gnu::always_inline]] inline vec normalised(const Layer& l, vec x, const vec* stats, vec cells, const channel_operands& o, int c) {
    constexpr int operands = operands_of<Layer>();
    if constexpr (operands == 0) return l(x, stats, cells);
    else if constexpr (operands == 1) return l(x, stats, cells, load(o.first + c));
    else return l(x, stats, cells, load(o.first + c), load(o.second + c));
}

/// Statistics that hold for all lanes, over cells [first, end) x channels [from, to) of a map.
template <class Layer, int K = 0>
void gather_statistics(const Layer& l, const view& in, long long first, long long end, int from, int to, vec* stats) {
    constexpr int count = static_cast<int>(Layer::reductions.size());
    if constexpr (K < count) {
        constexpr bool sums = Layer::reductions[K] == reduction::sum;
        constexpr float neutral = sums ? 0.f : -std::numeric_limits<float>::infinity();
        const vec cells(static_cast<float>(end - first) * static_cast<float>(to - from));
        auto combine = [](auto a, auto b) {
            if constexpr (sums) return a + b;
            else return max(a, b);
        };
        vec acc(neutral);
        float tail = neutral;
        for (long long cell = first; cell < end; ++cell) {
            const float* p = in.p + cell * in.pitch;
            int c = from;
            for (; c + lanes <= to; c += lanes) acc = combine(acc, vec(l.template term<K>(load(p + c), stats, cells)));
            if (c < to)
                tail = combine(tail, across(l.template term<K>(load_some(p + c, to - c), stats, cells), to - c, combine));
        }
        stats[K] = vec(combine(across(acc, lanes, combine), tail));
        gather_statistics<Layer, K + 1>(l, in, first, end, from, to, stats);
    }
}

template <class Layer, class Epilogue>
void apply_normalised(const Layer& l, const view& in, long long first, long long end, int from, int to, const vec* stats,
                      vec cells, const channel_operands& o, const Epilogue& e) {
    for (long long cell = first; cell < end; ++cell) {
        const auto put_to = e.at(cell, 1);
        const float* p = in.p + cell * in.pitch;
        int c = from;
        for (; c + lanes <= to; c += lanes) put_to.template put<false>(normalised(l, load(p + c), stats, cells, o, c), 0, c);
        if (c < to)
            put_to.template put<true>(normalised(l, load_some(p + c, to - c), stats, cells, o, c), 0, c, to - c);
    }
}

/// The `count` floats at p as lanes [first, first + count), the others 0.
[[gnu::always_inline]] inline vec shifted(const float* p, int first, int count) {
    if (first == 0) return load_some(p, count);
    float moved[2 * lanes]{};
    store(moved + first, load_some(p, count));
    return load(moved);
}

/// One neighbour at a time: channel c reduces the terms of channels c - (span - 1) / 2 and on, `span` in all, as far as
/// there are any; `cells` counts these.
template <class Layer, class Epilogue>
void normalise_neighbours(const Layer& l, const view& in, rows made, int span, const channel_operands& o, const Epilogue& e) {
    static_assert(Layer::reductions.size() == 1, "fusenet: a normalisation over neighbouring channels has one statistic");
    constexpr bool sums = Layer::reductions[0] == reduction::sum;
    const int before = (span - 1) / 2;
    float numbers[lanes];
    for (int i = 0; i < lanes; ++i) numbers[i] = static_cast<float>(i);
    for (int c = 0; c < in.c; c += lanes) {
        const int n = std::min(lanes, in.c - c);
        float counts[lanes];
        for (int i = 0; i < lanes; ++i)
            counts[i] = static_cast<float>(std::min(in.c, c + i - before + span) - std::max(0, c + i - before));
        const vec cells = load(counts), order = load(numbers);
        for (long long cell = static_cast<long long>(made.first) * in.w; cell < static_cast<long long>(made.end) * in.w; ++cell) {
            const float* p = in.p + cell * in.pitch;
            vec all(sums ? 0.f : -std::numeric_limits<float>::infinity());
            for (int k = c - before; k < c - before + span; ++k) {
                const int first = std::max(0, -k), end = std::min(n, in.c - k);  // lanes whose neighbour exists
                if (first >= end) continue;
                const bool whole = first == 0 && end == lanes;
                const vec near = whole ? load(p + k) : shifted(p + k + first, first, end - first);
                const vec term = l.template term<0>(near, static_cast<const vec*>(nullptr), cells);
                vec next;
                if constexpr (sums) next = all + term;
                else next = max(all, term);
                if (whole) all = next;
                else all = select(order >= vec(static_cast<float>(first)) && order < vec(static_cast<float>(end)), next, all);
            }
            const auto to = e.at(cell, 1);
            const vec y = normalised(l, load_some(p + c, n), &all, cells, o, c);
            if (n == lanes) to.template put<false>(y, 0, c);
            else to.template put<true>(y, 0, c, n);
        }
    }
}

/// Rows `made` of a normalisation over channels; over space, `made` must be all rows.
template <class Layer, class Epilogue>
[[gnu::noinline]] void normalise(const Layer l, normalise_facts facts, view in, rows made, channel_operands o, const Epilogue e) {
    vec stats[Layer::reductions.size() + 1];
    const int part = in.c / (facts.groups > 0 ? facts.groups : 1);
    if (facts.over == axis::channel_window) {
        if constexpr (Layer::reductions.size() == 1) normalise_neighbours(l, in, made, facts.span, o, e);
    } else if (facts.over == axis::space) {
        const long long cells = static_cast<long long>(in.h) * in.w;
        for (int c = 0; c < in.c; c += part) {
            gather_statistics(l, in, 0, cells, c, c + part, stats);
            apply_normalised(l, in, 0, cells, c, c + part, stats, vec(static_cast<float>(cells) * static_cast<float>(part)), o, e);
        }
    } else {
        for (long long cell = static_cast<long long>(made.first) * in.w; cell < static_cast<long long>(made.end) * in.w; ++cell)
            for (int c = 0; c < in.c; c += part) {
                gather_statistics(l, in, cell, cell + 1, c, c + part, stats);
                apply_normalised(l, in, cell, cell + 1, c, c + part, stats, vec(static_cast<float>(part)), o, e);
            }
    }
}

}  // namespace fusenet::cpu
