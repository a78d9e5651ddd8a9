// check_step: that a layer inside time_distributed makes each step of a signal of that step alone.
#pragma once

#include <fusenet/graph/facts_of.hpp>

namespace fusenet {

namespace detail {

/// Whether a move takes nothing from other cells, at the first, the middle and the last of them.
template <move_layer L>
constexpr bool stays_in_its_cell(const L& l, shape in, shape out) {
    int taps = 1;
    if constexpr (requires { L::taps; }) taps = L::taps;
    for (const int x : {0, in.w / 2, in.w - 1})
        for (int c = 0; c < out.c; ++c)
            for (int tap = 0; tap < taps; ++tap) {
                const source s = l.from(in, out, 0, x, c, tap);
                if (s.y >= 0 && s.x != x) return false;
            }
    return true;
}

}  // namespace detail

/// `f` are facts_of(l, in, out).
template <layer L>
constexpr void check_step(const L& l, shape in, shape out, const facts& f, problem& p) {
    const label me = label_of(l, in);
    if (in.rank != 2) p.say("time_distributed: ", me, " needs the steps of a signal [steps x channels], got ", in);
    if (f.kind == family::recurrence) p.say("time_distributed: ", me, " goes from step to step; put it outside, where it reads all of them");
    const bool window = f.kind == family::contraction || f.kind == family::fold || f.kind == family::move;
    bool alone = !(window && !f.reads.single_cell()) && !(f.kind == family::normalise && f.over == axis::space);
    alone = alone && out.rank == 2 && out.w == in.w;
    if constexpr (move_layer<L>) alone = alone && detail::stays_in_its_cell(l, in, out);
    if (!alone) p.say("time_distributed: ", me, " on ", in, " sees more than one step; what is made of a step must depend on that step alone");
}

}  // namespace fusenet
