// time_distributed: a network that makes each step of a signal of that step alone.
#pragma once

#include <fusenet/graph/combine.hpp>

namespace fusenet {

/// Keras's TimeDistributed, for steps that are vectors. Layers that go cell by cell, such as dense(n), do so with or
/// without it; it adds that one which does not, a window, a fold of all cells, a recurrence, is an error that names it.
/// Parameters are called as without it.
template <class Part>
constexpr auto time_distributed(const Part& part) {
    auto g = named(parameter_name(), part);
    g.scope_at[0].each_step = true;
    return g;
}

}  // namespace fusenet
