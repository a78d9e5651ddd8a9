// forwarding: where the readers of removed nodes read instead. Rules note it on their way; one sweep redirects all.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

template <int Nodes>
struct forwarding {
    short to[Nodes]{};  // plus one; 0: the node itself

    /// The node that stands for `node`. Rules go in topological order, so that one look-up is enough.
    constexpr int operator()(int node) const { return to[node] ? to[node] - 1 : node; }

    /// Removes `node`: its readers read `instead`.
    template <int Edges>
    constexpr void pass(ir<Nodes, Edges>& net, int node, int instead) {
        to[node] = static_cast<short>(instead + 1);
        net.nodes[node].alive = false;
    }

    template <int Edges>
    constexpr void redirect(ir<Nodes, Edges>& net) const {
        for (int i = 0; i < net.node_count; ++i)
            if (net.nodes[i].alive)
                for (int k = 0; k < net.nodes[i].inputs; ++k) net.set_input(i, k, (*this)(net.input(i, k)));
        for (int k = 0; k < net.output_count; ++k) net.outputs[k] = static_cast<short>((*this)(net.outputs[k]));
    }
};

}  // namespace fusenet
