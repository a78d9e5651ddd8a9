// lower: from a graph of layers to the ir, inferring every shape on the way.
#pragma once

#include <fusenet/graph/check_layer.hpp>
#include <fusenet/graph/check_step.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/graph/graph.hpp>
#include <fusenet/graph/ir.hpp>
#include <type_traits>

namespace fusenet {

/// An ir, or the reason why there is none.
template <int Nodes, int Edges>
struct lowered {
    ir<Nodes, Edges> net;
    problem trouble;
};

/// Room for the rules that add nodes: the maps they move into branches.
template <class G>
inline constexpr int node_room = G::nodes + G::edges + 8;
template <class G>
inline constexpr int edge_room = G::edges * 2 + 8;

/// The network on an input of `in`, which one that begins with input(...) needs not, and refuses if it is another; of
/// a signal so many `steps`, if that is not 0.
/// Graph node i becomes ir node i + 1; ir node 0 is the input.
template <class G>
constexpr auto lower(const G& g, shape in, int steps = 0) {
    lowered<node_room<G>, edge_room<G>> r;
    auto& net = r.net;
    net.node_count = 1;
    net.nodes[0].is.kind = family::input;
    if (steps > 0 && in.rank == 2) in.w = steps;
    net.nodes[0].in = net.nodes[0].out = in;

    shape read[G::edges + 1]{};
    g.each([&](int i, const auto& layer) {
        using L = std::remove_cvref_t<decltype(layer)>;
        if (r.trouble.found()) return;
        const int inputs = g.first_edge[i + 1] - g.first_edge[i];
        ir_node n;
        n.layer = static_cast<short>(i);
        n.first_edge = net.edge_count;
        n.inputs = static_cast<short>(inputs);
        for (int k = 0; k < inputs; ++k) {
            const short from = static_cast<short>(g.from[g.first_edge[i] + k] + 1);
            net.from[net.edge_count++] = from;
            read[k] = net.nodes[from].out;
        }
        if constexpr (input_layer_like<L>) {
            if (net.from[n.first_edge] != 0) r.trouble.say("input(...) must be the first layer of a network");
            if (in.c > 0 && in != layer.extent)
                r.trouble.say("the network begins with an input of ", layer.extent, " and was given the shape ", in);
            shape extent = layer.extent;
            if (steps > 0 && extent.rank == 2) extent.w = steps;
            net.nodes[0].in = net.nodes[0].out = read[0] = extent;
        } else if (read[0].c < 1) {
            r.trouble.say("the network has no input: begin it with input(h, w, c), or give compile its shape");
        }
        if (!r.trouble.found()) {
            n.in = read[0];
            n.out = shape_made(layer, read, inputs, r.trouble);
            if constexpr (input_layer_like<L>) n.out = read[0];
        }
        if (!r.trouble.found()) check_layer(layer, n.in, n.out, r.trouble);
        if (!r.trouble.found()) n.is = facts_of(layer, n.in, n.out);
        if (!r.trouble.found() && g.each_step(i)) check_step(layer, n.in, n.out, n.is, r.trouble);
        if constexpr (input_layer_like<L>) net.nodes[0].is = n.is;
        if (r.trouble.found()) r.trouble.why.put(" (layer ").put(i).put(")");
        net.nodes[net.node_count++] = n;
    });
    static_assert(G::outputs <= 16, "fusenet: a network has at most 16 outputs");
    net.output_count = G::outputs;
    for (int k = 0; k < G::outputs; ++k) net.outputs[k] = static_cast<short>(g.out[k] + 1);
    if (!r.trouble.found() && G::nodes == 0) r.trouble.say("the network has no layers");
    return r;
}

}  // namespace fusenet
