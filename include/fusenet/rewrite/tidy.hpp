// tidy: the same network without what no output needs, its nodes in topological order, its edges side by side.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

namespace detail {

/// Copies nodes in the order in which they are placed. A source is found by its index plus one in `place`.
template <int Nodes, int Edges, int N, int E>
struct node_mover {
    const ir<N, E>& old;
    ir<Nodes, Edges>& net;  // as a member by value, GCC 12 complains of it after any other error in the program
    short place[N]{};

    /// A layer input(...) does nothing: node 0 stands for it.
    constexpr int beyond_input(int node) const { return old.nodes[node].is.kind == family::input ? 0 : node; }
    constexpr int source(int node, int k) const { return beyond_input(old.input(node, k)); }

    constexpr void move(int node) {
        const ir_node& n = old.nodes[node];
        ir_node& moved = net.nodes[net.node_count];
        moved = n;
        moved.first_edge = net.edge_count;
        moved.merged_from = net.merged_count;
        for (int k = 0; k < n.siblings; ++k) net.merged[net.merged_count++] = old.merged[n.merged_from + k];
        for (int k = 0; k < n.inputs; ++k) net.from[net.edge_count++] = static_cast<short>(place[source(node, k)] - 1);
        place[node] = ++net.node_count;
    }

    /// Moves `output` and all that it needs, inputs first, in the order in which they are read.
    constexpr void move_with_inputs(int output) {
        short waiting[N]{}, moved_inputs[N]{};
        int depth = 0;
        if (!place[output]) waiting[depth++] = static_cast<short>(output);
        while (depth > 0) {
            const int node = waiting[depth - 1];
            if (moved_inputs[node] == old.nodes[node].inputs) {
                move(node);
                --depth;
            } else {
                const int from = source(node, moved_inputs[node]++);
                if (!place[from]) waiting[depth++] = static_cast<short>(from);
            }
        }
    }
};

}  // namespace detail

/// `net` in an ir of other capacities, which must suffice for its living nodes. `layer` still means the graph's node.
template <int Nodes, int Edges, int N, int E>
constexpr ir<Nodes, Edges> tidied(const ir<N, E>& net) {
    ir<Nodes, Edges> made;
    detail::node_mover<Nodes, Edges, N, E> mover{net, made};
    mover.move(0);
    for (int k = 0; k < net.output_count; ++k) {
        const int output = mover.beyond_input(net.outputs[k]);
        mover.move_with_inputs(output);
        made.outputs[made.output_count++] = static_cast<short>(mover.place[output] - 1);
    }
    return made;
}

template <int N, int E>
constexpr ir<N, E> tidy(const ir<N, E>& net) {
    return tidied<N, E>(net);
}

}  // namespace fusenet
