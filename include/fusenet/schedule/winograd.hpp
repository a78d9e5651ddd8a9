// winograd: fast 3x3 convolutions: the forms there are, and how many tiles are worked on at once.
#pragma once

#include <fusenet/core/cook_toom.hpp>
#include <fusenet/core/target.hpp>
#include <fusenet/core/tile_shape.hpp>
#include <fusenet/core/window.hpp>
#include <fusenet/plan/group.hpp>

namespace fusenet::schedule {

/// F(Outputs, 3) along each axis. The points of F(4) are those that lose least precision in fp32: after B. Barabasz
/// et al., "Error Analysis and Improving the Accuracy of Winograd Convolution" (2020), and our own measurements.
template <int Outputs>
inline constexpr auto winograd_form = [] {
    constexpr double half = 0.70710678118654752440, two = 1.41421356237309504880;
    if constexpr (Outputs == 2) return cook_toom<2, 3>({0, 1, -1});
    else if constexpr (Outputs == 4) return cook_toom<4, 3>({0, half, -half, two, -two});
    else return cook_toom<6, 3>({0, 1, -1, 2, -2, 0.5, -0.5});
}();

/// The memory of a thread that convolves by tiles: transformed inputs [point][tile][from], products [point][tile][to].
struct winograd_block {
    int outputs = 4;  // of a tile, along each axis
    int tiles = 1;    // at once
    int from = 0, to = 0;  // floats from tile to tile
    long long inputs_point = 0, products_point = 0;  // floats from point to point

    constexpr int points() const { return (outputs + 2) * (outputs + 2); }
    constexpr long long inputs() const { return points() * inputs_point; }
    constexpr long long floats() const { return inputs() + points() * products_point; }
};

namespace detail {

/// Rows of `channels` floats, none a multiple of 512 bytes from the next: those would share a few sets of the cache.
constexpr int spaced(int channels) {
    const int whole = (channels + 15) / 16 * 16;
    return whole % 128 == 0 ? whole + 16 : whole;
}

}  // namespace detail

/// As many tiles as fit `room` bytes of L2, at least enough to use each weight some forty times, and no more than there are.
constexpr winograd_block winograd_block_of(int outputs, int from, int to, shape out, long long room, const target& machine) {
    winograd_block b;
    b.outputs = outputs;
    b.from = detail::spaced(from), b.to = detail::spaced(to);
    const int rows = tile_for(to, machine).rows;
    const long long fit = room / (4LL * b.points() * (b.from + b.to));
    long long tiles = fit < plan::enough_tiles ? plan::enough_tiles : fit;
    const long long all = 1LL * ((out.h + outputs - 1) / outputs) * ((out.w + outputs - 1) / outputs);
    if (tiles > all) tiles = all;
    const long long blocks = (all + tiles - 1) / tiles;
    tiles = (all + blocks - 1) / blocks;
    b.tiles = static_cast<int>((tiles + rows - 1) / rows * rows < all ? (tiles + rows - 1) / rows * rows : all);
    b.inputs_point = 1LL * b.tiles * b.from + 48;
    b.products_point = 1LL * b.tiles * b.to + 48;
    return b;
}

/// The same of a stage, which has 60 % of L2 where it stands alone, and half of that among others.
template <int C>
constexpr winograd_block winograd_block_of(const plan::stage_list<C>& list, const plan::stage& s, bool alone, const target& machine) {
    const shape out = list.tensors[s.out].extent;
    return winograd_block_of(s.tile, list.tensors[s.in].extent.c, out.c, out, machine.l2 * 3 / (alone ? 5 : 10), machine);
}

/// Floats that a nest needs for the tiles of its stages, one after the other.
template <int C>
constexpr long long winograd_floats(const plan::stage_list<C>& list, const plan::nest_range& range, const target& machine) {
    long long most = 0;
    for (int s = range.first; s < range.end; ++s) {
        if (!list.stages[s].tile) continue;
        const long long floats = winograd_block_of(list, list.stages[s], range.size() == 1, machine).floats();
        if (floats > most) most = floats;
    }
    return most;
}

}  // namespace fusenet::schedule
