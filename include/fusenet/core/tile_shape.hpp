// tile_shape: how many cells by how many vectors of channels a contraction keeps in registers.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/core/window.hpp>

namespace fusenet {

struct tile_shape {
    int rows = 1;     // cells
    int vectors = 1;  // of channels: the width of a packed panel

    constexpr bool operator==(const tile_shape&) const = default;
};

/// How many scalars make a panel: at most `most`, as many as leave the least of the last panel empty.
constexpr int scalars_together(int channels, int most) {
    int best = channels < most ? channels : most;
    auto padded = [&](int width) { return (channels + width - 1) / width * width; };
    for (int width = best - 1; 2 * width >= most; --width)
        if (padded(width) < padded(best)) best = width;
    return best;
}

/// All accumulators, one row of weights and one broadcast cell fit the registers. As many vectors as leave no
/// half-empty panel: 2, or 3 where that divides better, or 1.
constexpr tile_shape tile_for(int channels, const target& machine) {
    const int vectors = (channels + machine.lanes - 1) / machine.lanes;
    int width = vectors == 1 ? 1 : vectors % 2 == 0 ? 2 : vectors % 3 == 0 || vectors == 5 ? 3 : 2;
    if (machine.lanes == 1) width = scalars_together(channels, machine.registers < 32 ? 4 : 8);
    const int rows = (machine.registers - 1 - width) / width;
    return {rows < 1 ? 1 : rows > 14 ? 14 : rows, width};
}

/// How many of a convolution's groups share a vector of its outputs: as many as it holds, if their inputs fit a vector,
/// too. 0: each group has tiles of its own. They serve a group alone better if it leaves half of the vector empty, or
/// if the window does not slide: what is put in order for one output then serves no other.
constexpr int groups_together(int groups, int from, int to, const window& reads, const target& machine) {
    const int together = machine.lanes / (from > to ? from : to);
    const bool slides = reads.kw > 1 && reads.stride.w <= 2 && reads.dilation == extent2(1);
    if (groups < 2 || together == 0 || machine.lanes == 1) return 0;
    if (together == 1 && (2 * to <= machine.lanes || !slides)) return 0;
    return together < groups ? together : groups;
}

/// The tallest tile below the full one; tiles of every height up to it exist, so that few cells still fill registers.
constexpr int small_rows(int rows) { return rows > 8 ? 7 : rows > 1 ? rows - 1 : 1; }

/// Floats of one panel's row of weights.
constexpr int panel_width(int channels, const target& machine) { return tile_for(channels, machine).vectors * machine.lanes; }

/// Floats of packed weights: `depth` products for each of `channels` sums.
constexpr long long packed_floats(long long depth, int channels, const target& machine) {
    const int width = panel_width(channels, machine);
    return depth * ((channels + width - 1) / width * width);
}

}  // namespace fusenet
