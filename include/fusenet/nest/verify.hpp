// verify: what every nest promises: bands lie apart, and walking it reads only rows that exist and makes each row once.
#pragma once

#include <fusenet/nest/by_demand.hpp>
#include <fusenet/nest/nest.hpp>
#include <fusenet/plan/verify.hpp>

namespace fusenet::nest {

/// The nest's tensors: each stage finds what it reads, complete or made by the nest, and bands that are alive at the
/// same time lie apart. `floats` is the memory a thread has for them, of which [`partials`, floats) are a total's.
template <int S, int C>
constexpr problem verify_bands(const nest<S>& n, const plan::stage_list<C>& list, const plan::nest_range& range, int number,
                               long long floats, long long partials) {
    problem p;
    int first[nest<S>::capacity]{}, last[nest<S>::capacity]{};
    bool made[nest<S>::capacity]{};
    for (int t = 0; t < n.tensor_count; ++t) first[t] = S, last[t] = -1;

    for (int i = 0; i < S; ++i) {
        const plan::stage& st = list.stages[range.first + i];
        auto complete = [&](int t) { return list.tensors[t].last_write < range.first; };
        auto lies_in = [&](int at, int t) {
            const auto& l = n.tensors[at];
            const shape whole = list.root(t).extent;
            if (l.tensor != list.tensors[t].storage || l.height != list.tensors[t].extent.h ||
                (!l.given && l.row_floats * l.height != whole.size()))
                p.say("nest ", number, ": stage ", range.first + i, " does not find tensor ", t);
            if (i < first[at]) first[at] = i;
            last[at] = i;
            return at;
        };
        int joins = 0;
        plan::each_tensor_read(list, st, [&](int t, int step) {
            if (step >= 0 && list.steps[step].spread) {
                if (!complete(t)) p.say("nest ", number, ": stage ", range.first + i, " spreads tensor ", t, ", which it is still making");
                return;
            }
            if (step >= 0 && joins == n.stages[i].join_count) return p.say("nest ", number, ": stage ", range.first + i, " lacks a join");
            const int at = lies_in(step < 0 ? n.stages[i].in : n.stages[i].joins[joins++], t);
            if (n.tensors[at].given != complete(t) || (!n.tensors[at].given && !made[at]))
                p.say("nest ", number, ": stage ", range.first + i, " reads tensor ", t, " before it is made");
            if (step >= 0 && st.does == op::total && !complete(t))
                p.say("nest ", number, ": a total is joined with tensor ", t, ", which the nest is still making");
        });
        const int out = lies_in(n.stages[i].out, st.out);
        if (n.tensors[out].given || n.tensors[out].result != (n.tensors[out].tensor == range.result))
            p.say("nest ", number, ": stage ", range.first + i, " writes into a tensor that is complete");
        made[out] = true;
    }

    for (int t = 0; t < n.tensor_count; ++t) {
        const local& b = n.tensors[t];
        if (!b.band()) continue;
        if (b.offset < 0 || b.offset % 16 || b.offset + b.floats() > n.band_floats)
            p.say("nest ", number, ": the band of tensor ", b.tensor, " lies outside its memory");
        for (int k = 0; k < t; ++k) {
            const local& o = n.tensors[k];
            const bool meet = o.band() && (b.keeps || o.keeps || (first[t] <= last[k] && first[k] <= last[t]));
            if (meet && b.offset < o.offset + o.floats() && o.offset < b.offset + b.floats())
                p.say("nest ", number, ": the bands of tensors ", o.tensor, " and ", b.tensor, " overlap");
        }
    }
    if (!n.totals) partials = floats;
    const plan::tensor& summed = list.tensors[list.stages[range.end - 1].in];
    if (partials < n.band_floats || floats - partials < (n.totals ? n.partial_rows() * plan::aligned(summed.extent.c) : 0))
        p.say("nest ", number, ": its bands need more memory than they have");
    return p;
}

/// Whether the least step fits from every start: what lets any number of threads share the nest.
template <int S>
constexpr bool starts_anywhere(const nest<S>& n) {
    bool all = true;
    each_start(n, [&](int from) {
        auto w = begin_at(n, from);
        advance(n, w, n.tensors[n.driver].up(from + 1));
        all = all && fits(n, w);
    });
    return all;
}

/// Walks the nest as that many threads do, and checks every step. Walks of more than `most_steps` steps in all (very
/// tall maps) are cut off there: the compilers limit an evaluation.
template <int S>
constexpr problem verify_walk(const nest<S>& n, int number, int pieces, int most_steps = 1 << 30) {
    problem p;
    int steps = 0;
    for (int piece = 0; piece < pieces; ++piece) {
        const int from = n.piece_at(piece, pieces), end = n.piece_at(piece + 1, pieces);
        if (from == end) continue;
        auto w = begin_at(n, from);
        const auto start = w;
        for (int t = 0; t < n.tensor_count; ++t)
            if (n.tensors[t].result && !n.totals && w.have[t] != from) p.say("nest ", number, ": rows of its result are made twice");
        while (w.have[n.driver] < end && !p.found()) {
            if (++steps > most_steps) return p;
            const auto old = w;
            next_step(n, w, end);
            if (w.want[n.driver] <= w.have[n.driver]) p.say("nest ", number, ": a step makes no row");
            for (int t = 0; t < n.tensor_count; ++t) {
                const local& l = n.tensors[t];
                if (!l.band()) continue;
                if (w.want[t] - w.base[t] > l.rows)
                    p.say("nest ", number, ": rows ", w.base[t], " to ", w.want[t], " of tensor ", l.tensor, " exceed its band of ", l.rows);
                if (w.base[t] < w.have[t] && !l.keeps) p.say("nest ", number, ": rows of tensor ", l.tensor, " outlive a step and are not kept");
                if (w.want[t] > l.height || w.base[t] > w.have[t] || w.base[t] < old.base[t] || w.want[t] < w.have[t])
                    p.say("nest ", number, ": rows ", w.have[t], " to ", w.want[t], " of tensor ", l.tensor, " do not follow");
            }
            for (int i = 0; i < S; ++i) {
                const rows made = w.made(worked_by(n.stages[i]));
                if (made.count() <= 0) continue;
                detail::each_read(n, n.stages[i], made, [&](int t, rows r) {
                    const local& l = n.tensors[t];
                    const int low = l.given ? 0 : l.result ? start.have[t] : w.base[t];
                    const int high = l.given ? l.height : w.want[t];
                    if (r.first < r.end && (r.first < low || r.end > high))
                        p.say("nest ", number, ": stage ", i, " of it reads rows ", r.first, " to ", r.end, " of tensor ", l.tensor,
                              ", of which ", low, " to ", high, " exist");
                });
            }
            for (int t = 0; t < n.tensor_count; ++t) w.have[t] = w.want[t];
        }
        for (int t = 0; t < n.tensor_count; ++t)
            if (n.tensors[t].result && !n.totals && w.have[t] != end) p.say("nest ", number, ": rows of its result are not made");
    }
    return p;
}

/// All promises of a nest: its tensors, and its walk for one, two and three threads.
template <int S, int C>
constexpr problem verify(const nest<S>& n, const plan::stage_list<C>& list, const plan::nest_range& range, int number,
                         long long floats, long long partials, bool by_demand = false) {
    problem p = verify_bands(n, list, range, number, floats, partials);
    if (by_demand && S > 1) return p.found() ? p : verify_demand(n, number);
    const int most_steps = 1000 / S;  // keeps one evaluation within clang's limit
    if (!p.found() && n.shares == split::rows && !starts_anywhere(n))
        p.say("nest ", number, ": a band is too small for a thread's first step");
    for (int pieces = 1; pieces <= (n.shares == split::rows ? 3 : 1) && !p.found(); ++pieces)
        p = verify_walk(n, number, pieces, most_steps);
    return p;
}

}  // namespace fusenet::nest
