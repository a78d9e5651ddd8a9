// memory: where every tensor that outlives a nest lies in the arena, by liveness; and the nests' band memory.
#pragma once

#include <fusenet/plan/group.hpp>

namespace fusenet::plan {

/// Offsets in the arena are multiples of 64 bytes.
constexpr long long aligned(long long floats) { return (floats + 15) / 16 * 16; }

/// Offsets in floats; -1 for tensors that lie elsewhere (the caller's input and outputs, bands). Thread 0's bands of
/// nest i begin at bands[i]; every further thread has `bands_most` floats behind `floats`.
template <int Capacity>
struct memory_plan {
    long long offset[Capacity]{};
    long long bands[Capacity]{};
    long long floats = 0, bands_most = 0;
    long long lower_bound = 0;  // the most that is alive at once: no placement can need less

    constexpr long long arena_floats(int threads) const { return floats + (threads - 1) * bands_most; }
};

namespace detail {

/// What needs memory from one nest to another: a tensor, with those that take its place, or the bands of one nest.
struct memory_block {
    long long floats = 0, at = 0;
    int from = 0, until = 0;  // nests

    constexpr bool meets(const memory_block& o) const { return from <= o.until && o.from <= until; }
};

/// The order in which blocks are placed: of time, or the largest first, each as low as it goes; or of time, each as high.
enum class placing : unsigned char { in_time, largest_first, from_above };

template <int Most>
struct memory_blocks {
    memory_block all[Most]{};
    short order[Most]{};  // placed ones, by offset
    int count = 0;

    constexpr short add(long long floats, int from, int until) {
        all[count] = {floats, 0, from, until};
        return static_cast<short>(count++);
    }

    /// Where block `b` fits beside those of the first `placed` that are alive with it: as low as it goes.
    constexpr long long lowest(int b, int placed) const {
        const memory_block& mine = all[b];
        long long at = 0;
        for (int k = 0; k < placed; ++k) {
            const memory_block& other = all[order[k]];
            if (!mine.meets(other)) continue;
            if (other.at - at >= mine.floats) break;
            if (other.at + other.floats > at) at = other.at + other.floats;
        }
        return at;
    }
    /// As high as it goes below `reach`; where nothing is free there, as low as it goes.
    constexpr long long highest(int b, int placed, long long reach) const {
        const memory_block& mine = all[b];
        long long at = reach - mine.floats;
        for (bool moved = true; moved;) {
            moved = false;
            for (int k = placed; k-- > 0 && !moved;) {
                const memory_block& other = all[order[k]];
                moved = mine.meets(other) && other.at < at + mine.floats && at < other.at + other.floats;
                if (moved) at = other.at - mine.floats;
            }
        }
        return at >= 0 ? at : lowest(b, placed);
    }

    /// Returns how far they reach.
    constexpr long long place(placing by) {
        const bool largest_first = by == placing::largest_first;
        bool done[Most]{};
        long long reach = 0;
        for (int placed = 0; placed < count; ++placed) {
            int next = placed;
            for (int b = 0; b < count && largest_first; ++b)
                if (!done[b] && (done[next] || all[b].floats > all[next].floats)) next = b;
            done[next] = true;
            memory_block& mine = all[next];
            mine.at = by == placing::from_above ? highest(next, placed, reach) : lowest(next, placed);
            int k = placed;
            for (; k > 0 && all[order[k - 1]].at > mine.at; --k) order[k] = order[k - 1];
            order[k] = static_cast<short>(next);
            if (mine.at + mine.floats > reach) reach = mine.at + mine.floats;
        }
        return reach;
    }

    /// The most that is alive at once: no placement can reach less far.
    constexpr long long most_alive() const {
        long long change[Most + 1]{}, alive = 0, most = 0;
        for (int b = 0; b < count; ++b) change[all[b].from] += all[b].floats, change[all[b].until + 1] -= all[b].floats;
        for (const long long c : change) {
            alive += c;
            if (alive > most) most = alive;
        }
        return most;
    }
};

inline constexpr int most_sorted = 200;  // blocks: the compilers limit an evaluation

}  // namespace detail

/// First fit, in the order of time, the largest first, or in time from above, whichever reaches least far. The result of nest n takes the
/// place of root tensor in_place[n] unless that is -1.
template <int C>
constexpr auto place(const stage_list<C>& list, const nest_list<C>& nests, const long long* band_floats,
                     const short* in_place) {
    memory_plan<C> m;
    short nest_of[C]{};
    for (int n = 0; n < nests.count; ++n)
        for (int s = nests.nests[n].first; s < nests.nests[n].end; ++s) nest_of[s] = static_cast<short>(n);

    detail::memory_blocks<2 * C> blocks;
    short of_root[C]{}, of_bands[C]{};
    for (int t = 0; t < C; ++t) of_root[t] = of_bands[t] = -1, m.offset[t] = -1;
    for (int n = 0; n < nests.count; ++n) {
        const int root = nests.nests[n].result;
        const tensor& t = list.tensors[root];
        if (t.output < 0 && of_root[root] < 0) {
            const int until = t.last_read < 0 ? n : nest_of[t.last_read];
            if (in_place[n] >= 0 && of_root[in_place[n]] >= 0) {
                of_root[root] = of_root[in_place[n]];
                detail::memory_block& b = blocks.all[of_root[root]];
                if (b.until < until) b.until = until;
            } else {
                of_root[root] = blocks.add(aligned(t.extent.size()), n, until);
            }
        }
        if (band_floats[n] > 0) of_bands[n] = blocks.add(aligned(band_floats[n]), n, n);
        if (band_floats[n] > m.bands_most) m.bands_most = aligned(band_floats[n]);
    }

    m.lower_bound = blocks.most_alive();
    using detail::placing;
    m.floats = blocks.place(placing::in_time);
    for (const placing by : {placing::largest_first, placing::from_above}) {
        if (blocks.count > detail::most_sorted || m.floats == m.lower_bound) break;
        detail::memory_blocks<2 * C> other = blocks;
        if (const long long floats = other.place(by); floats < m.floats)
            blocks = other, m.floats = floats;
    }
    for (int t = 0; t < C; ++t)
        if (of_root[t] >= 0) m.offset[t] = blocks.all[of_root[t]].at;
    for (int n = 0; n < nests.count; ++n) m.bands[n] = of_bands[n] < 0 ? 0 : blocks.all[of_bands[n]].at;
    return m;
}

/// The root tensor whose place the result of nest `n` may take, or -1: it ends there, is as large, is neither the
/// input nor an output, and the nest reads it cell by cell only, where it writes: by a copy that is the whole nest, or
/// by one join of the last stage.
template <int C>
constexpr short place_shared(const stage_list<C>& list, const nest_range& n) {
    const stage& last = list.stages[n.end - 1];
    const tensor& made = list.tensors[last.out];
    if (made.storage != last.out || made.output >= 0 || made.first_write < n.first || last.does == op::total) return -1;
    auto ends_here = [&](int t) {
        const tensor& from = list.tensors[t];
        return t > 0 && from.storage == t && from.output < 0 && from.last_read == n.end - 1 && from.first_write < n.first &&
               from.extent.size() == made.extent.size();
    };
    auto read_by_others = [&](int t, int step) {
        for (int s = n.first; s < n.end; ++s) {
            if (list.tensors[list.stages[s].in].storage == t && step >= 0) return true;
            for (int j = list.stages[s].first_step; j < list.stages[s].first_step + list.stages[s].steps; ++j)
                if (j != step && list.steps[j].other >= 0 && list.tensors[list.steps[j].other].storage == t) return true;
        }
        return false;
    };
    if (n.size() == 1 && last.does == op::copy && ends_here(last.in) && !read_by_others(last.in, -1)) return last.in;
    for (int k = last.first_step; k < last.first_step + last.steps; ++k) {
        const short other = list.steps[k].other;
        if (other > 0 && !list.steps[k].spread && ends_here(other) && !read_by_others(other, k)) return other;
    }
    return -1;
}

}  // namespace fusenet::plan
