// group: which runs of stages become one nest. A nest has one result that outlives it; nothing else is stored whole.
#pragma once

#include <algorithm>
#include <fusenet/core/target.hpp>
#include <fusenet/plan/share.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

/// Stages [first, end); `result` is the root tensor that outlives the nest.
struct nest_range {
    short first = 0, end = 0, result = -1;
    split shares = split::rows;
    constexpr int size() const { return end - first; }
};

template <int Capacity>
struct nest_list {
    nest_range nests[Capacity]{};
    short count = 0;
};

inline constexpr int longest_nest = 16;  // stages
inline constexpr int thin_below = 64;    // channels: a convolution of fewer is thin
inline constexpr int enough_tiles = 42;  // of a fast convolution, to use its weights often enough

/// Bytes that the bands of stages [first, end) may take: 60 % of L2, of which tiles need half.
template <int C>
constexpr long long room_for_bands(const stage_list<C>& list, int first, int end, const target& machine) {
    bool tiles = false;
    for (int s = first; s < end; ++s) tiles = tiles || list.stages[s].tile > 0;
    return machine.l2 * 3 / (tiles ? 10 : 5);
}

namespace detail {

/// Whether the rows of the stage's output follow from known rows of its input.
template <int C>
constexpr bool by_rows(const stage_list<C>& list, const stage& s) {
    const int height = list.tensors[s.in].extent.h, made = list.tensors[s.out].extent.h;
    if (height <= 1) return false;
    switch (s.does) {
        case op::convert: case op::copy: case op::contraction: case op::depthwise: case op::total: case op::lookup: return true;
        case op::fold: return s.reads.kh < height;
        case op::move: return made > 1 && s.reads.kh < height;
        case op::normalise: return s.reads == window{};
        case op::recurrence: case op::history: return false;
    }
    return false;
}

/// Bytes of the bands that stages [first, end) need to make `made` rows at once, halos included.
template <int C>
constexpr long long bytes_of_bands(const stage_list<C>& list, int first, int end, int made) {
    int wanted[longest_nest]{};  // rows of each stage's output
    bool kept[longest_nest]{};   // whether a step reads rows of the one before
    wanted[end - 1 - first] = made;
    auto want = [&](int t, rows r, bool again = false) {
        const tensor& root = list.root(t);
        for (int s = std::max<int>(first, root.first_write); s < end && s <= root.last_write; ++s) {
            if (list.tensors[list.stages[s].out].storage != list.tensors[t].storage) continue;
            if (wanted[s - first] < r.count()) wanted[s - first] = r.count();
            kept[s - first] = kept[s - first] || again;
        }
    };
    long long bytes = 0;
    for (int s = end - 1; s >= first; --s) {
        const stage& st = list.stages[s];
        int rows_made = wanted[s - first];
        if (st.tile) rows_made = (rows_made + st.tile - 1) / st.tile * st.tile + (kept[s - first] ? st.tile : 0);
        if (s < end - 1) bytes += 4LL * rows_made * list.tensors[st.out].extent.w * list.tensors[st.out].extent.c;
        const int height = list.tensors[st.in].extent.h;
        const rows all{0, rows_made};
        if (st.does == op::total) {
            want(st.in, all);
        } else {
            const int count = ((rows_made - 1) * st.reads.stride.h + st.reads.reach_h() - 1) / st.reads.up.h + 1;
            want(st.in, {0, count < height ? count : height}, st.tile || st.reads.kh > st.reads.stride.h);
        }
        for (int k = st.first_step; k < st.first_step + st.steps; ++k)
            if (list.steps[k].other >= 0 && !list.steps[k].spread) want(list.steps[k].other, all);
    }
    return bytes;
}

/// The rows of the last stage that a step must have so that each stage by tiles has enough of them to use its weights.
template <int C>
constexpr int least_rows(const stage_list<C>& list, int first, int end, int height) {
    int least = 1;
    for (int k = first; k < end; ++k) {
        const stage& s = list.stages[k];
        if (!s.tile) continue;
        const shape out = list.tensors[s.out].extent;
        const int across = (out.w + s.tile - 1) / s.tile, rows = (enough_tiles + across - 1) / across * s.tile;
        const int wanted = (rows * height + out.h - 1) / out.h;
        if (wanted > least) least = wanted;
    }
    return least;
}

/// A run of stages [first, ...) that grows, and what it would cost as one nest.
template <int C>
struct run {
    const stage_list<C>& list;
    int first;
    int open = 0;           // root tensors that the run makes and something behind it reads
    bool readable = true;   // nothing reads what the run is still writing
    long long weights = 0;  // bytes read anew in each step
    long long stored = 0;   // bytes of maps, too large for the cache, that need not be stored and read
    long long smaller = 0;  // the same of maps that the cache would hold
    int seam = 0;           // thousandths of the rows that a seam between threads makes twice
    int hanging = 0;        // the same of the last stage's tiles, if another stage follows
    int joins = 0;

    constexpr bool writes(int root, int before) const {
        for (int s = first; s < before; ++s)
            if (list.tensors[list.stages[s].out].storage == root) return true;
        return false;
    }

    /// `whole`: more than the rows that are made; `again`: what the stage reads already.
    constexpr void read(int t, int now, const target& machine, bool whole = false, bool again = false) {
        const tensor& root = list.root(t);
        if (list.tensors[t].last_write < first) return;  // complete before
        if (whole || root.first_write < first || root.last_write >= now || list.tensors[t].reshaped) {
            readable = false;
            return;
        }
        if (root.last_read != now || again) return;
        --open;
        (4 * root.extent.size() > machine.l2 / 2 ? stored : smaller) += 8 * root.extent.size();
    }

    constexpr void take(int now, const target& machine) {
        const stage& s = list.stages[now];
        read(s.in, now, machine);
        for (int k = s.first_step; k < s.first_step + s.steps; ++k) {
            const epilogue_step& step = list.steps[k];
            if (step.other < 0) continue;
            if (++joins > now - first + most_joins) readable = false;  // a nest has room for one each, and some
            auto same = [&](int t) { return t >= 0 && list.tensors[t].storage == list.tensors[step.other].storage; };
            bool again = same(s.in);
            for (int j = s.first_step; j < k && !again; ++j) again = same(list.steps[j].other);
            read(step.other, now, machine, step.spread || s.does == op::total, again);
        }
        if (!writes(list.tensors[s.out].storage, now)) ++open;
        if (!s.tile) weights += s.weight_bytes();  // tiles read theirs for every block, in a nest or alone
        if (now > first && s.reads.kh > s.reads.stride.h)
            seam += 1000 * (s.reads.kh - s.reads.stride.h) / list.tensors[s.in].extent.h;
        seam += hanging;
        hanging = s.tile ? 1000 * (s.tile - 1) / list.tensors[s.out].extent.h : 0;
    }

    /// Whether the bands of [first, end) fit in the lowest steps; if they do not, no longer run's do.
    constexpr bool fits(int end, const target& machine, int height) const {
        const int least = least_rows(list, first, end, height);
        return 2 * least <= height + 1 && bytes_of_bands(list, first, end, least) <= room_for_bands(list, first, end, machine);
    }

    /// Whether [first, end), which fits, pays as one nest: in steps of at least `shortest` rows its bands fit, and its weights stay in
    /// cache over the steps, or reading them again costs less than the maps that are saved.
    constexpr bool pays(int end, const target& machine, int height) const {
        const long long room = room_for_bands(list, first, end, machine);
        int steps = 2;
        while (steps < height && bytes_of_bands(list, first, end, (height + steps - 1) / steps) > room) steps *= 2;
        // Behind a total not even the result is a map: then a pass over the weights is worth four over the maps.
        const bool totals = list.stages[end - 1].does == op::total;
        return weights <= machine.l2 / 2 || weights * (steps - 1) <= (totals ? 4 * (stored + smaller) : stored);
    }

    /// Whether threads can share [first, end) without making much twice.
    constexpr bool divides(int end, const target& machine, int height) const {
        if (machine.cores == 1) return true;
        const split by = share(list, first, end, machine);
        return by == split::rows ? few_seams(seam, machine) && balanced(height, machine) : by == split::channels;
    }
};

}  // namespace detail

/// Greedy from the front: each nest takes as many stages as it may and as pays. 1x1 and thin contractions and
/// everything I/O-bound belong inside; a wide convolution (a window, compute-bound, not thin) begins a nest or stands alone,
/// as it has better schemes outside. Where cores share a map, they must be able to share the nest.
template <int C>
constexpr auto group(const stage_list<C>& list, const target& machine, bool fuse) {
    nest_list<C> r;
    for (int a = 0; a < list.stage_count;) {
        int best = a + 1;
        detail::run<C> run{list, a};
        for (int b = a; fuse && b < list.stage_count && b < a + longest_nest; ++b) {
            const stage& s = list.stages[b];
            if (!detail::by_rows(list, s)) break;
            const bool wide = s.does == op::contraction && s.bound == layer_class::compute_bound &&
                              s.reads.kh * s.reads.kw > 1 && list.tensors[s.in].extent.c / s.groups >= thin_below;
            if (b > a && ((wide && !s.tile) || s.bound == layer_class::parameter_bound)) break;
            if (b > a && (s.strassen || list.stages[a].strassen)) break;  // they want L2 for themselves
            run.take(b, machine);
            if (!run.readable) break;
            const bool totals = s.does == op::total;  // its rows end here
            const int height = list.tensors[totals ? s.in : s.out].extent.h;
            if (!detail::few_seams(run.seam, machine) && !detail::divides_by_channels(list, a, b + 1)) break;
            if (b > a && run.open == 1) {
                if (!run.fits(b + 1, machine, height)) break;
                if (run.pays(b + 1, machine, height) && run.divides(b + 1, machine, height)) best = b + 1;
            }
            if (totals) break;
        }
        nest_range n;
        n.first = static_cast<short>(a), n.end = static_cast<short>(best);
        n.result = list.tensors[list.stages[best - 1].out].storage;
        n.shares = share(list, a, best, machine);
        r.nests[r.count++] = n;
        a = best;
    }
    return r;
}

}  // namespace fusenet::plan
