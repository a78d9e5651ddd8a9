// scheme: which 3x3 convolutions are quicker by Winograd's tiles, and by which.
#pragma once

#include <algorithm>
#include <fusenet/core/target.hpp>
#include <fusenet/plan/group.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

/// Flops of a convolution below which tiles would save microseconds, and cost a small network most of its memory.
inline constexpr long long worth_tiles = 4'000'000;

/// Larger tiles hold 9/4 of the smaller ones' weights: in hundredths, how much longer those must take. More, where all
/// weights stay in L3, and more of them would drive others out: SqueezeNet takes the same time with a third less.
constexpr int well_worth(bool near) { return near ? 140 : 107; }

namespace detail {

/// What a stage costs, in flops at the peak: its arithmetic or, if that takes longer, its weights from memory, or, if
/// those of the whole network stay in L3 (`near`), from there, four times as fast. Measured: products hide all but an
/// eighth of the shorter of the two.
constexpr long long cost_of(long long flops, long long weights, bool near, const target& machine) {
    const long long waiting = 4 * weights * machine.balance * 2 / (near ? 12 : 3);
    return std::max(flops, waiting) + std::min(flops, waiting) / 8;
}

/// The same by tiles of `outputs` x `outputs`. A transform's share was measured: some 24 flops for each of its values.
constexpr long long cost_of_tiles(int outputs, shape in, shape out, bool near, const target& machine) {
    auto padded = [&](int channels) { return (channels + machine.lanes - 1) / machine.lanes * machine.lanes; };
    const long long points = 1LL * (outputs + 2) * (outputs + 2), products = points * in.c * padded(out.c);
    const long long tiles = 1LL * ((out.h + outputs - 1) / outputs) * ((out.w + outputs - 1) / outputs);
    return cost_of(tiles * (2 * products + 24 * points * (padded(in.c) + padded(out.c))), products, near, machine);
}

}  // namespace detail

/// How many outputs, along each axis, a tile of the stage should have; 0: sums of products are quicker, or it is no
/// plain 3x3 convolution that stands alone.
template <int C>
constexpr short tile_outputs(const stage_list<C>& list, const stage& s, bool near, const target& machine) {
    const window& w = s.reads;
    const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
    if (s.does != op::contraction || s.bound != layer_class::compute_bound || s.groups != 1 || in.c < machine.lanes) return 0;
    if (w.kh != 3 || w.kw != 3 || w.stride != extent2(1) || w.dilation != extent2(1) || w.up != extent2(1)) return 0;
    short best = 0;
    const long long plain = 2LL * 9 * in.c * out.c * out.h * out.w;
    if (plain < worth_tiles) return 0;
    long long least = detail::cost_of(plain, 9LL * in.c * out.c, near, machine);
    for (const short outputs : {short{2}, short{4}})
        if (const long long cost = detail::cost_of_tiles(outputs, in, out, near, machine);
            cost * (best ? well_worth(near) : 100) < least * 100)
            best = outputs, least = cost;
    return best;
}

/// Sets the tiles of all stages, if there may be any.
template <int C>
constexpr auto choose_schemes(stage_list<C> list, bool tiles, const target& machine) {
    long long weights = 0;
    for (int s = 0; s < list.stage_count; ++s) weights += list.stages[s].weights;
    const bool near = 4 * weights <= machine.l3;
    for (int s = 0; s < list.stage_count && tiles; ++s) list.stages[s].tile = tile_outputs(list, list.stages[s], near, machine);
    return list;
}

}  // namespace fusenet::plan
