// choose_singles: stages that make one number of each cell, which are no matrix.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

inline constexpr int most_of_single = 1024;  // inputs of a sum that one thread makes alone

/// Marks them where vectors are worth it: of one cell, and of the cells of a map where they fill half a vector. Not for
/// images that pass together, which are the rows of a matrix.
template <int C, int N, int E>
constexpr stage_list<C> choose_singles(stage_list<C> list, const ir<N, E>& net, const target& machine) {
    for (int k = 0; k < list.stage_count; ++k) {
        stage& s = list.stages[k];
        if (s.does != op::contraction || machine.lanes == 1) continue;
        const ir_node& n = net.nodes[s.node];
        if (!n.is.reads.single_cell() || n.is.transposed || n.out.c != 1 || n.in.c > most_of_single) continue;
        const bool one_cell = n.in.h * n.in.w == 1, worth = !machine.least_memory && 2 * n.in.c >= machine.lanes;
        s.single = (one_cell || worth) && s.stored == weight_storage::float32;
    }
    return list;
}

}  // namespace fusenet::plan
