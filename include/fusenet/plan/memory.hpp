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

/// Memory that is taken, in the order of its offsets: `Most` blocks at once.
template <int Most>
struct taken_memory {
    struct block {
        long long begin = 0, end = 0;
        int until = 0;  // the last nest that needs it
    };
    block blocks[Most]{};
    int count = 0;
    long long peak = 0;

    constexpr void drop_before(int now) {
        int kept = 0;
        for (int k = 0; k < count; ++k)
            if (blocks[k].until >= now) blocks[kept++] = blocks[k];
        count = kept;
    }
    constexpr long long put(long long floats, int until) {
        long long at = 0;
        int k = 0;
        for (; k < count && blocks[k].begin - at < floats; ++k)
            if (blocks[k].end > at) at = blocks[k].end;
        for (int j = count; j > k; --j) blocks[j] = blocks[j - 1];
        blocks[k] = {at, at + floats, until};
        ++count;
        if (at + floats > peak) peak = at + floats;
        return at;
    }
    constexpr void prolong(long long begin, int until) {
        for (int k = 0; k < count; ++k)
            if (blocks[k].begin == begin && blocks[k].until < until) blocks[k].until = until;
    }
    constexpr long long alive() const {
        long long sum = 0;
        for (int k = 0; k < count; ++k) sum += blocks[k].end - blocks[k].begin;
        return sum;
    }
};

}  // namespace detail

/// First fit in the order of time. The result of nest n takes the place of root tensor in_place[n] unless that is -1.
template <int C>
constexpr auto place(const stage_list<C>& list, const nest_list<C>& nests, const long long* band_floats,
                     const short* in_place) {
    memory_plan<C> m;
    short nest_of[C]{};
    for (int n = 0; n < nests.count; ++n)
        for (int s = nests.nests[n].first; s < nests.nests[n].end; ++s) nest_of[s] = static_cast<short>(n);
    for (int t = 0; t < C; ++t) m.offset[t] = -1;

    detail::taken_memory<C + 1> memory;  // every tensor, and a nest's bands
    for (int n = 0; n < nests.count; ++n) {
        memory.drop_before(n);
        const int root = nests.nests[n].result;
        const tensor& t = list.tensors[root];
        if (t.output < 0 && m.offset[root] < 0) {
            const int until = t.last_read < 0 ? n : nest_of[t.last_read];
            if (in_place[n] >= 0 && m.offset[in_place[n]] >= 0) {
                m.offset[root] = m.offset[in_place[n]];
                memory.prolong(m.offset[root], until);
            } else {
                m.offset[root] = memory.put(aligned(t.extent.size()), until);
            }
        }
        m.bands[n] = memory.put(aligned(band_floats[n]), n);
        if (band_floats[n] > m.bands_most) m.bands_most = aligned(band_floats[n]);
        if (memory.alive() > m.lower_bound) m.lower_bound = memory.alive();
    }
    m.floats = memory.peak;
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
