// gathered: convolutions to small maps, whose windows are copied side by side: rows of few cells fill no register tile.
#pragma once

#include <algorithm>
#include <fusenet/core/tile_shape.hpp>
#include <fusenet/plan/memory.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::schedule {

/// Floats of all windows of the stage's input, which then are the rows of one product; 0: they are read in place. Worth
/// it where several rows of cells fit one register tile, and each would read weights anew that are many; at most half of
/// L2 is taken.
template <int C>
constexpr long long gathered_floats(const plan::stage_list<C>& list, const plan::stage& s, const target& machine) {
    const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
    if (s.does != plan::op::contraction || s.tile || s.groups != 1 || s.reads.up != extent2(1) || s.reads.single_cell()) return 0;
    if (out.h < 2 || 2 * out.w >= tile_for(out.c, machine).rows || 16 * s.weights < machine.l2) return 0;
    const long long floats = 1LL * out.h * out.w * s.reads.kh * s.reads.kw * in.c;
    return 4 * floats <= machine.l2 / 2 ? plan::aligned(floats) : 0;
}

/// What the stages of a nest need for that, one after the other.
template <int C>
constexpr long long gathered_floats(const plan::stage_list<C>& list, const plan::nest_range& range, const target& machine) {
    long long most = 0;
    for (int s = range.first; s < range.end; ++s) most = std::max(most, gathered_floats(list, list.stages[s], machine));
    return most;
}

}  // namespace fusenet::schedule
