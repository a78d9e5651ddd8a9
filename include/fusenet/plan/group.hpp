// group: which runs of stages become one nest. A nest has one result that outlives it; nothing else is stored whole.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

/// Stages [first, end); `result` is the root tensor that outlives the nest.
struct nest_range {
    short first = 0, end = 0, result = -1;
    constexpr int size() const { return end - first; }
};

template <int Capacity>
struct nest_list {
    nest_range nests[Capacity]{};
    short count = 0;
};

inline constexpr int longest_nest = 16;  // stages

namespace detail {

/// Whether the rows of the stage's output follow from known rows of its input.
template <int C>
constexpr bool by_rows(const stage_list<C>& list, const stage& s) {
    const int height = list.tensors[s.in].extent.h, made = list.tensors[s.out].extent.h;
    if (height <= 1) return false;
    switch (s.does) {
        case op::copy: case op::contraction: case op::depthwise: case op::total: return true;
        case op::fold: return s.reads.kh < height;
        case op::move: return made > 1 && s.reads.kh < height;
        case op::normalise: return s.reads == window{};
    }
    return false;
}

/// A run of stages [first, ...) that grows, and what it would cost as one nest.
template <int C>
struct run {
    const stage_list<C>& list;
    int first;
    int open = 0;           // root tensors that the run makes and something behind it reads
    bool readable = true;   // nothing reads what the run is still writing
    long long weights = 0;  // bytes read anew in each step
    long long stored = 0;   // bytes of maps that need not be stored and read
    long long band_rows = 0;  // bytes of bands for each row of the result
    int halo = 0;           // rows that a seam between threads makes twice

    constexpr bool writes(int root, int before) const {
        for (int s = first; s < before; ++s)
            if (list.tensors[list.stages[s].out].storage == root) return true;
        return false;
    }

    constexpr void read(int t, int now) {
        const tensor& root = list.root(t);
        if (list.tensors[t].last_write < first) return;  // complete before
        if (root.first_write < first || root.last_write >= now || list.tensors[t].reshaped) {
            readable = false;
            return;
        }
        if (root.last_read != now) return;
        --open;
        const int made = list.tensors[list.stages[now].out].extent.h;
        stored += 8 * root.extent.size();
        band_rows += 4LL * root.extent.w * root.extent.c * (root.extent.h / made + 1);
    }

    constexpr void take(int now) {
        const stage& s = list.stages[now];
        read(s.in, now);
        for (int k = s.first_step; k < s.first_step + s.steps; ++k) {
            bool again = list.steps[k].other < 0 || list.tensors[list.steps[k].other].storage == list.tensors[s.in].storage;
            for (int j = s.first_step; j < k && !again; ++j)
                again = list.steps[j].other >= 0 &&
                        list.tensors[list.steps[j].other].storage == list.tensors[list.steps[k].other].storage;
            if (!again) read(list.steps[k].other, now);
        }
        if (!writes(list.tensors[s.out].storage, now)) ++open;
        weights += 4 * s.weights;
        if (now > first && s.reads.kh > s.reads.stride.h) halo += s.reads.kh - s.reads.stride.h;
    }

    /// Whether the weights stay in cache over the steps, or reading them again costs less than the maps that are saved.
    constexpr bool pays(const target& machine, int height) const {
        const long long share = machine.l2 / 2;
        const long long rows_each = band_rows > 0 ? share / band_rows : height;
        const long long steps = rows_each > 0 ? (height + rows_each - 1) / rows_each : height;
        return weights <= share || weights * (steps - 1) <= stored;
    }
};

}  // namespace detail

/// Greedy from the front: each nest takes as many stages as it may and as pays. 1x1 and thin contractions and
/// everything I/O-bound belong inside; a wide convolution (a window, and compute-bound) begins a nest or stands alone,
/// as it has better schemes outside. Where threads share a map, seams may repeat at most a fifth of the rows.
template <int C>
constexpr auto group(const stage_list<C>& list, const target& machine, bool fuse) {
    nest_list<C> r;
    for (int a = 0; a < list.stage_count;) {
        int best = a + 1;
        detail::run<C> run{list, a};
        for (int b = a; fuse && b < list.stage_count && b < a + longest_nest; ++b) {
            const stage& s = list.stages[b];
            const int height = list.tensors[s.out].extent.h;
            if (!detail::by_rows(list, s)) break;
            const bool wide = s.does == op::contraction && s.bound == layer_class::compute_bound && s.reads.kh * s.reads.kw > 1;
            if (b > a && (wide || s.bound == layer_class::parameter_bound)) break;
            run.take(b);
            if (!run.readable) break;
            if (s.does == op::total) {  // its rows end here
                if (run.open == 1 && b > a) best = b + 1;
                break;
            }
            if (machine.cores > 1 && 5 * run.halo * machine.cores > height) break;
            if (run.open == 1 && run.pays(machine, height)) best = b + 1;
        }
        nest_range n;
        n.first = static_cast<short>(a), n.end = static_cast<short>(best);
        n.result = list.tensors[list.stages[best - 1].out].storage;
        r.nests[r.count++] = n;
        a = best;
    }
    return r;
}

}  // namespace fusenet::plan
