// classify: what bounds a layer on a target: its input and output, its arithmetic, or its parameters.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

/// From facts alone: flops for each byte that must move, against what the target can do meanwhile. The same 1x1
/// convolution is I/O-bound at 16 channels and compute-bound at 512.
constexpr layer_class classify(const ir_node& n, const target& machine) {
    if (n.is.kind == family::join || n.is.kind == family::concat) return layer_class::join;
    if (n.is.kind == family::recurrence) return layer_class::order_constrained;
    if (n.is.kind != family::contraction) return layer_class::io_bound;
    const long long cells = 4 * (n.in.size() + n.out.size()), weights = 4 * n.is.weights;
    if (weights > cells && 1LL * n.out.h * n.out.w < machine.balance / 2) return layer_class::parameter_bound;
    if (n.is.flops > machine.balance * (cells + weights)) return layer_class::compute_bound;
    return layer_class::io_bound;
}

/// The number behind the class: flops for each byte of input, output and weights, in tenths.
constexpr long long intensity_in_tenths(const ir_node& n) {
    const long long bytes = 4 * (n.in.size() + n.out.size() + n.is.weights);
    return bytes ? 10 * n.is.flops / bytes : 0;
}

}  // namespace fusenet::plan
