// collapse: from a run of stages to a nest: which tensors are bands, how tall a step is, and where each band lies.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/nest/by_demand.hpp>
#include <fusenet/nest/nest.hpp>
#include <fusenet/plan/group.hpp>

namespace fusenet::nest {

namespace detail {

/// The local index of what tensor `t` lies in, added if new.
template <int S, int C>
constexpr short local_of(nest<S>& n, const plan::stage_list<C>& list, const plan::nest_range& range, int t) {
    const plan::tensor &x = list.tensors[t], &root = list.root(t);
    const bool given = x.last_write < range.first;
    for (int k = 0; k < n.tensor_count; ++k)
        if (n.tensors[k].tensor == x.storage && n.tensors[k].given == given && n.tensors[k].height == x.extent.h)
            return static_cast<short>(k);  // a reshaped view has rows of its own
    local& l = n.tensors[n.tensor_count];
    l.tensor = x.storage;
    l.given = given;
    l.result = !given && x.storage == range.result;
    l.height = x.extent.h;
    l.row_floats = static_cast<long long>(root.extent.w) * root.extent.c;
    return n.tensor_count++;
}

/// Makes the bands tall enough for the step that `w` is about to make.
template <int S>
constexpr void grow(nest<S>& n, const walk<nest<S>::capacity>& w) {
    for (int t = 0; t < n.tensor_count; ++t)
        if (n.tensors[t].band() && w.want[t] - w.base[t] > n.tensors[t].rows) n.tensors[t].rows = w.want[t] - w.base[t];
}

/// Walks steps from row `from` on, at most `most` of them.
template <int S>
constexpr void survey(nest<S>& n, int from, int step, int most) {
    auto w = begin_at(n, from);
    for (int at = from, k = 0; at < n.height() && k < most; ++k) {
        const int to = at + step < n.height() ? at + step : n.height();
        advance(n, w, to);
        // The first step of a piece inside the map may be lower, so it does not count; a step from the top does.
        if (k > 0 || from == 0 || step == n.grain()) grow(n, w);
        for (int t = 0; t < n.tensor_count; ++t) {
            if (k > 0 && n.tensors[t].band() && w.base[t] < w.have[t]) n.tensors[t].keeps = true;
            w.have[t] = w.want[t];
        }
        at = to;
    }
}

/// Gives each band its place: first fit, past every band that is alive at the same time. Bands that keep rows own
/// their memory; the others share it where the stages that use them do not overlap.
template <int S>
constexpr void place_bands(nest<S>& n) {
    n.band_floats = 0;
    for (int t = 0; t < n.tensor_count; ++t) {
        local& b = n.tensors[t];
        if (!b.band()) continue;
        b.offset = 0;
        for (bool moved = true; moved;) {
            moved = false;
            for (int k = 0; k < t; ++k) {
                const local& o = n.tensors[k];
                const bool meet = o.band() && (b.keeps || o.keeps || (b.first <= o.last && o.first <= b.last));
                if (meet && b.offset < o.offset + o.floats() && o.offset < b.offset + b.floats())
                    b.offset = o.offset + o.floats(), moved = true;
            }
        }
        if (b.offset + b.floats() > n.band_floats) n.band_floats = b.offset + b.floats();
    }
}

/// Sizes all bands for steps of `step` rows; returns their bytes.
template <int S>
constexpr long long fit(nest<S>& n, int step) {
    for (int t = 0; t < n.tensor_count; ++t) n.tensors[t].rows = 0, n.tensors[t].keeps = false;
    n.step = step;
    const int middle = n.tensors[n.driver].down(n.height() / 2);
    survey(n, 0, step, 4);
    survey(n, middle, step, 4);
    survey(n, middle, n.grain(), 1);  // the halo at once
    place_bands(n);
    return n.band_floats * 4;
}

/// Makes room for a step of one row from every start, and marks what outlives any step: any number of threads may
/// share the nest, in pieces that begin anywhere.
template <int S>
constexpr void secure(nest<S>& n) {
    each_start(n, [&](int from) {
        auto w = begin_at(n, from);
        for (int k = 1, to = 0; k <= 2 && to < n.height(); ++k) {
            to = n.tensors[n.driver].up(from + k * n.grain());
            advance(n, w, to);
            grow(n, w);
            for (int t = 0; t < n.tensor_count; ++t) {
                if (n.tensors[t].band() && w.base[t] < w.have[t]) n.tensors[t].keeps = true;
                w.have[t] = w.want[t];
            }
        }
    });
    place_bands(n);
}

}  // namespace detail

/// The nest of `range`, with the tallest step whose bands take at most 60 % of the target's L2, evened out so that the
/// last step is no runt. At least two steps, so that no map between is ever whole. Row by row, by demand,
/// where memory is the target's limit.
template <int S, int C>
constexpr nest<S> collapse(const plan::stage_list<C>& list, const plan::nest_range& range, const target& machine) {
    nest<S> n;
    for (int i = 0; i < S; ++i) {
        const plan::stage& s = list.stages[range.first + i];
        local_stage& l = n.stages[i];
        l.does = s.does;
        l.reads = s.reads;
        l.in = detail::local_of(n, list, range, s.in);
        for (int k = s.first_step; k < s.first_step + s.steps; ++k)
            if (list.steps[k].other >= 0 && !list.steps[k].spread)
                l.joins[l.join_count++] = detail::local_of(n, list, range, list.steps[k].other);
        l.out = detail::local_of(n, list, range, s.out);
        if (const int rows = plan::rows_together(s, list.tensors[s.out].extent); rows > n.tensors[l.out].grain) n.tensors[l.out].grain = rows;
        auto touch = [&](int t) {
            if (n.tensors[t].first < 0) n.tensors[t].first = static_cast<short>(i);
            n.tensors[t].last = static_cast<short>(i);
        };
        touch(l.in), touch(l.out);
        for (int k = 0; k < l.join_count; ++k) touch(l.joins[k]);
    }
    const local_stage& last = n.stages[S - 1];
    n.totals = last.does == op::total;
    n.driver = static_cast<short>(worked_by(last));
    n.shares = range.shares;
    n.step = n.height();
    if (S == 1) return n;

    if (machine.least_memory) {
        size_bands(n);
        detail::place_bands(n);
        return n;
    }
    const long long budget = plan::room_for_bands(list, range.first, range.end, machine);
    const int grain = n.grain();
    int low = 1, high = ((n.height() + 1) / 2 + grain - 1) / grain;  // in grains
    while (low < high) {
        const int mid = (low + high + 1) / 2;
        if (detail::fit(n, mid * grain) <= budget) low = mid;
        else high = mid - 1;
    }
    const int grains = (n.height() + grain - 1) / grain, steps = (grains + low - 1) / low;
    detail::fit(n, (grains + steps - 1) / steps * grain);
    detail::secure(n);
    return n;
}

}  // namespace fusenet::nest
