// strassen: products of matrices by seven products of their quarters, and how many cells are worked on at once.
#pragma once

#include <algorithm>
#include <fusenet/core/target.hpp>
#include <fusenet/core/tile_shape.hpp>
#include <fusenet/plan/group.hpp>
#include <fusenet/plan/memory.hpp>
#include <fusenet/schedule/winograd.hpp>

namespace fusenet::schedule {

inline constexpr int strassen_products = 7, strassen_sums = 4;

/// The memory of a thread: sums of inputs [sum][pair][from], products [product][pair][to], of halves of the channels.
/// A pair is two cells side by side, one for each half of the rows, so that pieces of any height pair them alike.
struct strassen_block {
    int pairs = 1;         // at once
    int from = 0, to = 0;  // floats from pair to pair

    constexpr long long sum() const { return 1LL * pairs * from + 48; }
    constexpr long long product() const { return 1LL * pairs * to + 48; }
    constexpr long long floats() const { return plan::aligned(strassen_sums * sum() + strassen_products * product()); }
};

/// As many pairs as fit `room` bytes of L2, in whole register tiles, and no more than there are.
constexpr strassen_block strassen_block_of(int from, int to, int cells, long long room, const target& machine) {
    strassen_block b;
    b.from = detail::spaced(from / 2), b.to = detail::spaced(to / 2);
    const int all = (cells + 1) / 2, rows = tile_for(to / 2, machine).rows, tiles = (all + rows - 1) / rows;
    const long long fit = room / (4LL * rows * (strassen_sums * b.from + strassen_products * b.to));
    const int most = static_cast<int>(std::clamp<long long>(fit, 1, tiles)), blocks = (tiles + most - 1) / most;
    b.pairs = std::min(all, (tiles + blocks - 1) / blocks * rows);
    return b;
}

/// The same of a stage, which has 60 % of L2: group() lets it stand alone.
template <int C>
constexpr strassen_block strassen_block_of(const plan::stage_list<C>& list, const plan::stage& s, const target& machine) {
    const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
    return strassen_block_of(in.c, out.c, out.h * out.w, machine.l2 * 3 / 5, machine);
}

/// Floats that a nest needs for the pairs of its only stage.
template <int C>
constexpr long long strassen_floats(const plan::stage_list<C>& list, const plan::nest_range& range, const target& machine) {
    const plan::stage& s = list.stages[range.first];
    return s.strassen ? strassen_block_of(list, s, machine).floats() : 0;
}

}  // namespace fusenet::schedule
