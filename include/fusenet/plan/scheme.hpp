// scheme: which 3x3 convolutions are quicker by Winograd's tiles, and by which; which 1x1 ones by Strassen's products.
#pragma once

#include <algorithm>
#include <fusenet/core/target.hpp>
#include <fusenet/core/tile_shape.hpp>
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

namespace detail {

/// The same by seven products of quarters. Measured: sums of inputs, and what becomes of the products, which are smaller
/// and so less efficient, cost some 8 flops for each input and 36 for each output.
constexpr long long cost_of_quarters(shape in, shape out, bool near, const target& machine) {
    const long long cells = 1LL * out.h * out.w, plain = 1LL * in.c * out.c;
    return cost_of(cells * (plain / 4 * 7 + 8 * in.c + 36 * out.c), plain / 4 * 7, near, machine);
}

}  // namespace detail

/// Whether a stage is quicker, by a twentieth at least, by Strassen's seven products: they take 7/4 of its weights.
template <int C>
constexpr bool by_quarters(const stage_list<C>& list, const stage& s, bool near, const target& machine) {
    const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
    if (s.does != op::contraction || s.bound != layer_class::compute_bound || s.groups != 1 || !s.reads.single_cell()) return false;
    if (in.c % 2 || out.c % (2 * panel_width(out.c / 2, machine)) || machine.lanes == 1) return false;
    if (out.h * out.w < 8 * tile_for(out.c / 2, machine).rows) return false;  // of pairs some four tiles
    if (out.h < 4 * (out.w % 2 ? 2 : 1)) return false;  // threads share rows
    const long long plain = detail::cost_of(2LL * in.c * out.c * out.h * out.w, 1LL * in.c * out.c, near, machine);
    return 105 * detail::cost_of_quarters(in, out, near, machine) < 100 * plain;
}

/// Sets the tiles of all stages, if there may be any.
template <int C>
constexpr auto choose_schemes(stage_list<C> list, bool tiles, const target& machine) {
    long long weights = 0;
    for (int s = 0; s < list.stage_count; ++s) weights += list.stages[s].weights;
    const bool near = 4 * weights <= machine.l3;
    for (int k = 0; k < list.stage_count && tiles; ++k) {
        stage& s = list.stages[k];
        s.tile = tile_outputs(list, s, near, machine);
        s.strassen = by_quarters(list, s, near, machine);
    }
    return list;
}

}  // namespace fusenet::plan
