// choose_singles: stages that make one number of a vector, which are no matrix.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

inline constexpr int most_of_single = 1024;  // inputs of a sum that one thread makes alone

/// Marks them where vectors are worth it; not for images that pass together, which are the rows of a matrix.
template <int C, int N, int E>
constexpr stage_list<C> choose_singles(stage_list<C> list, const ir<N, E>& net, const target& machine) {
    for (int k = 0; k < list.stage_count; ++k) {
        stage& s = list.stages[k];
        if (s.does != op::contraction || machine.lanes == 1) continue;
        const ir_node& n = net.nodes[s.node];
        const bool one_cell = n.in.h * n.in.w == 1 && n.is.reads.single_cell() && !n.is.transposed;
        s.single = one_cell && n.out.c == 1 && n.in.c <= most_of_single && s.stored == weight_storage::float32;
    }
    return list;
}

}  // namespace fusenet::plan
