// verify: what every plan promises, checked in every build: what is read was written, and what is alive lies apart.
#pragma once

#include <fusenet/graph/check.hpp>
#include <fusenet/plan/memory.hpp>

namespace fusenet::plan {

template <quote... Why>
inline constexpr bool plan_keeps_its_promises = ((Why == quote{}) && ...);

/// Instantiated with a verifier's sentence in pieces; an empty sentence passes.
template <quote A, quote B, quote C, quote D, quote E, quote F>
struct check_plan {
    static_assert(plan_keeps_its_promises<A, B, C, D, E, F>,
                  "fusenet: a bug in the planner, not in the network; please report the quoted sentence");
    static constexpr bool passed = true;
};

/// Calls f(tensor, step) for everything that a stage reads; step is -1 for what its operation reads.
template <int C, class F>
constexpr void each_tensor_read(const stage_list<C>& list, const stage& s, F f) {
    f(s.in, -1);
    for (int k = s.first_step; k < s.first_step + s.steps; ++k)
        if (list.steps[k].other >= 0) f(list.steps[k].other, k);
}

namespace detail {

/// Which stages write into each root tensor, in their order, and which is the last to read it; found anew, so that
/// a plan is not measured by its own notes.
template <int C>
struct traffic {
    short first_writer[C]{}, last_writer[C]{}, last_reader[C]{};
    short next_writer[C]{};  // of a stage: the next stage that writes into the same root

    constexpr explicit traffic(const stage_list<C>& list) {
        for (int t = 0; t < list.tensor_count; ++t) first_writer[t] = last_writer[t] = last_reader[t] = -1;
        for (int s = 0; s < list.stage_count; ++s) {
            next_writer[s] = -1;
            const int root = list.tensors[list.stages[s].out].storage;
            if (first_writer[root] < 0) first_writer[root] = static_cast<short>(s);
            else next_writer[last_writer[root]] = static_cast<short>(s);
            last_writer[root] = static_cast<short>(s);
            each_tensor_read(list, list.stages[s], [&](int t, int) { last_reader[list.tensors[t].storage] = static_cast<short>(s); });
        }
    }
};

/// How many of the channels of tensor `t` the stages before `now` wrote, slices being disjoint.
template <int C>
constexpr int channels_written(const stage_list<C>& list, const traffic<C>& seen, int t, int now) {
    const tensor& read = list.tensors[t];
    int written = 0;
    for (int s = seen.first_writer[read.storage]; s >= 0 && s < now; s = seen.next_writer[s]) {
        const tensor& made = list.tensors[list.stages[s].out];
        if (read.reshaped || (made.channel >= read.channel && made.channel + made.extent.c <= read.channel + read.extent.c))
            written += made.extent.c;
    }
    return written;
}

}  // namespace detail

/// Stages and tensors: steps lie side by side, slices are disjoint and cover their root, everything is written before
/// it is read, and every output is written into memory that is all its own.
template <int C>
constexpr problem verify_stages(const stage_list<C>& list) {
    problem p;
    const detail::traffic<C> seen(list);
    int steps = 0;
    bool taken[C]{};
    for (int s = 0; s < list.stage_count; ++s) {
        const stage& st = list.stages[s];
        for (int k = st.first_step; k < st.first_step + st.steps; ++k, ++steps) {
            if (k >= list.step_count || taken[k]) p.say("stage ", s, ": step ", k, " is not its own");
            taken[k] = true;
        }
        const tensor& made = list.tensors[st.out];
        const tensor& root = list.tensors[made.storage];
        if (made.storage == 0) p.say("stage ", s, " writes into the input");
        if (made.reshaped || made.extent.h != root.extent.h || made.extent.w != root.extent.w || made.channel < 0 ||
            made.channel + made.extent.c > root.extent.c)
            p.say("stage ", s, ": tensor ", st.out, " ", made.extent, " is no slice of ", root.extent);
        for (int e = seen.first_writer[made.storage]; e >= 0 && e < s; e = seen.next_writer[e]) {
            const tensor& other = list.tensors[list.stages[e].out];
            if (other.channel < made.channel + made.extent.c && made.channel < other.channel + other.extent.c)
                p.say("stages ", e, " and ", s, " write the same channels of tensor ", made.storage);
        }
        each_tensor_read(list, st, [&](int t, int) {
            const tensor& x = list.tensors[t];
            const shape whole = list.tensors[x.storage].extent;
            if (x.reshaped ? x.extent.size() != whole.size() : x.extent.h != whole.h || x.extent.w != whole.w)
                p.say("tensor ", t, " ", x.extent, " does not lie in ", whole);
            if (x.storage != 0 && detail::channels_written(list, seen, t, s) != (x.reshaped ? whole.c : x.extent.c))
                p.say("stage ", s, " reads tensor ", t, " before it is written");
        });
    }
    if (steps != list.step_count) p.say("of ", list.step_count, " steps only ", steps, " belong to a stage");
    for (int k = 0; k < list.output_count; ++k) {
        const tensor& t = list.tensors[list.outputs[k]];
        const tensor& root = list.tensors[t.storage];
        if (root.output != k || t.storage == 0 || t.extent.size() != root.extent.size())
            p.say("output ", k, " has no memory of its own");
        else if (detail::channels_written(list, seen, t.storage, list.stage_count) != root.extent.c)
            p.say("output ", k, " is not written");
    }
    return p;
}

/// Nests: each takes the stages where the one before it ended, and nothing but its result outlives it.
template <int C>
constexpr problem verify_nests(const stage_list<C>& list, const nest_list<C>& nests) {
    problem p;
    const detail::traffic<C> seen(list);
    int at = 0;
    for (int n = 0; n < nests.count; ++n) {
        const nest_range& range = nests.nests[n];
        if (range.first != at || range.end <= at) p.say("nest ", n, " does not begin where the one before it ends");
        at = range.end;
        bool made = false;
        for (int s = range.first; s < range.end; ++s) {
            const int root = list.tensors[list.stages[s].out].storage;
            made = made || root == range.result;
            if (root == range.result) continue;
            if (list.tensors[root].output >= 0 || seen.last_reader[root] >= range.end || seen.first_writer[root] < range.first ||
                seen.last_writer[root] >= range.end)
                p.say("nest ", n, ": tensor ", root, " outlives it and is not its result");
        }
        if (!made) p.say("nest ", n, " does not make its result");
    }
    if (at != list.stage_count) p.say("the nests end at stage ", at, " of ", list.stage_count);
    return p;
}

/// Memory: what is alive at the same time lies apart in the arena, the nests' bands included. A result may take the
/// place of `in_place[n]` if that ends there and is read only at the cell that is written.
template <int C>
constexpr problem verify_memory(const stage_list<C>& list, const nest_list<C>& nests, const memory_plan<C>& m,
                                const long long* band_floats, const short* in_place) {
    problem p;
    const detail::traffic<C> seen(list);
    short alive[C]{};
    int count = 0;
    for (int n = 0; n < nests.count; ++n) {
        const nest_range& range = nests.nests[n];
        const int result = range.result, shared = in_place[n];
        int kept = 0;
        for (int k = 0; k < count; ++k)
            if (seen.last_reader[alive[k]] >= range.first || seen.last_writer[alive[k]] >= range.first) alive[kept++] = alive[k];
        count = kept;

        auto apart = [&](long long begin, long long floats, int but) {
            if (floats == 0) return;
            if (begin < 0 || begin % 16 || begin + floats > m.floats) p.say("nest ", n, ": memory outside the arena");
            for (int k = 0; k < count; ++k) {
                const long long other = m.offset[alive[k]];
                if (alive[k] != but && begin < other + list.tensors[alive[k]].extent.size() && other < begin + floats)
                    p.say("nest ", n, " writes where tensor ", alive[k], " lies");
            }
        };
        if (list.tensors[result].output < 0 && seen.first_writer[result] >= range.first) {
            const long long floats = list.tensors[result].extent.size();
            if (shared >= 0) {
                const tensor& ends = list.tensors[shared];
                if (shared == 0 || ends.output >= 0 || seen.last_reader[shared] >= range.end ||
                    seen.last_writer[shared] >= range.first || ends.extent.size() != floats || m.offset[shared] != m.offset[result])
                    p.say("nest ", n, ": its result cannot take the place of tensor ", shared);
                for (int s = range.first; s < range.end; ++s)
                    each_tensor_read(list, list.stages[s], [&](int t, int step) {
                        const stage& st = list.stages[s];
                        const bool same_cell = s == range.end - 1 && st.does != op::total &&
                                               (step < 0 ? st.does == op::copy : !list.steps[step].spread);
                        if (list.tensors[t].storage == shared && !(same_cell && list.tensors[t].extent.size() == floats))
                            p.say("nest ", n, ": tensor ", shared, " is read where its result is not written");
                    });
            }
            apart(m.offset[result], floats, shared);
            alive[count++] = static_cast<short>(result);
        }
        apart(m.bands[n], band_floats[n], -1);
        if (band_floats[n] > m.bands_most) p.say("nest ", n, ": a second thread's bands are too small");
    }
    return p;
}

}  // namespace fusenet::plan
