// patch_block: how many rows of a convolution become one matrix product at a time, and the memory that takes.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/plan/library_stage.hpp>
#include <fusenet/plan/memory.hpp>

namespace fusenet::schedule {

/// The left operand is gathered into `patches` floats unless the input's cells are its rows as they lie; sums go
/// through `sums` floats if maps or joins follow.
struct patch_block {
    int rows = 1;
    long long patches = 0, sums = 0;

    constexpr long long floats() const { return patches + sums; }
};

/// As many rows as half of L2 holds.
constexpr patch_block patch_block_of(const plan::library_stage& l, const target& machine) {
    const long long gathered = l.reads.single_cell() ? 0 : l.depth(), summed = l.step_count > 0 ? l.out.c : 0;
    const long long row = l.out.w * (gathered + summed), room = machine.l2 / 8;
    patch_block b;
    b.rows = row > 0 && room / row < l.out.h ? static_cast<int>(room / row) : l.out.h;
    if (b.rows < 1) b.rows = 1;
    b.patches = plan::aligned(1LL * b.rows * l.out.w * gathered);
    b.sums = plan::aligned(1LL * b.rows * l.out.w * summed);
    return b;
}

}  // namespace fusenet::schedule
