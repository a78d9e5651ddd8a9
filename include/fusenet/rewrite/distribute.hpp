// distribute: takes a node that treats every channel alone from behind a concat into its branches.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

/// Whether each branch of a concat, and the concat itself, is read once.
template <int N, int E>
constexpr bool read_once(const ir<N, E>& net, const use_counts<N>& uses, int concat) {
    if (net.nodes[concat].is.kind != family::concat || uses.of[concat] != 1) return false;
    for (int k = 0; k < net.nodes[concat].inputs; ++k)
        if (uses.of[net.input(concat, k)] != 1) return false;
    return true;
}

/// concat(a, b) | node  ->  concat(a | part, b | part), where the parts know their first channel. The concat makes
/// what the node made. False, and nothing changes, where there is no room.
template <int N, int E>
constexpr bool distribute(ir<N, E>& net, use_counts<N>& uses, int concat, int node) {
    const ir_node whole = net.nodes[node];
    const int branches = net.nodes[concat].inputs;
    if (net.node_count + branches > N || net.edge_count + branches > E) return false;
    int first_channel = whole.first_channel;
    for (int k = 0; k < branches; ++k) {
        const short branch = static_cast<short>(net.input(concat, k));
        ir_node part = whole;
        part.in = net.nodes[branch].out;
        part.out = whole.out;
        part.out.c = part.in.c;
        part.is.flops = whole.is.flops * part.in.c / whole.in.c;
        part.is.weights = whole.is.weights * part.in.c / whole.in.c;
        part.first_channel = first_channel;
        first_channel += part.in.c;
        const int added = net.add(part, &branch, 1);
        uses.of[added] = 1;
        net.set_input(concat, k, added);
    }
    net.nodes[concat].out = whole.out;
    net.nodes[concat].in = net.nodes[net.input(concat)].out;
    return true;
}

}  // namespace fusenet
