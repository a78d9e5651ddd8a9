// ir: a network as plain data: nodes with facts and shapes, and edges. Rewrites change it; planning reads it.
#pragma once

#include <fusenet/core/facts.hpp>

namespace fusenet {

inline constexpr int most_folds = 4;
inline constexpr int most_merged = 32;  // contractions in all that a rule may merge with others

/// Affine maps that a contraction took over: they change its weights when these are prepared, and cost nothing later.
/// All are graph nodes in the order of the data. `after_channel[k]` is where the contraction's outputs begin among the
/// channels of map after[k], and `before_channel[k]` where its inputs begin among those of before[k].
struct folded_maps {
    short after[most_folds]{}, before[most_folds]{};
    int after_channel[most_folds]{}, before_channel[most_folds]{};
    short folded_after = 0, folded_before = 0;

    constexpr bool folds() const { return folded_after > 0 || folded_before > 0; }
};

/// One of several contractions of the same input that became one; its channels follow those of the one before it.
struct sibling : folded_maps {
    short layer = -1;  // its graph node
    int channels = 0;
};

struct ir_node : folded_maps {
    facts is;
    shape in, out;             // of the first input
    short layer = -1;          // the node of the graph whose layer this is; -1: the network's input
    short first_edge = 0, inputs = 0;
    int first_channel = 0;     // where its channels begin among those of its layer (a map moved into a branch)
    short siblings = 0;        // contractions merged into this one: so many of ir::merged, from merged_from on;
    short merged_from = 0;     // what the node folds itself comes in front of and behind what these fold
    bool alive = true;

    /// Whether a contraction adds a value to each channel, be it its own parameter or what folded maps shift by.
    constexpr bool biased() const { return is.bias || folds(); }
    /// Of the network's input: whether it lies with the caller otherwise than in a network, which is float32, NHWC.
    constexpr bool converts() const {
        return is.type != element::float32 || (is.ordered == layout::nchw && out.c > 1 && out.h * out.w > 1);
    }
};

/// Nodes are in topological order where `sorted`; node 0 is the network's input. Capacities leave room for rules
/// that add nodes.
template <int Nodes, int Edges>
struct ir {
    static constexpr int node_capacity = Nodes, edge_capacity = Edges;

    ir_node nodes[Nodes]{};
    short from[Edges]{};
    sibling merged[most_merged]{};
    short outputs[16]{};
    short node_count = 0, edge_count = 0, merged_count = 0, output_count = 0;

    constexpr int input(int node, int k = 0) const { return from[nodes[node].first_edge + k]; }
    constexpr void set_input(int node, int k, int source) { from[nodes[node].first_edge + k] = static_cast<short>(source); }

    /// Adds a node reading `count` sources; the caller fills in the rest. Returns its index, or -1 if there is no room.
    constexpr int add(const ir_node& like, const short* sources, int count) {
        if (node_count == Nodes || edge_count + count > Edges) return -1;
        nodes[node_count] = like;
        nodes[node_count].first_edge = edge_count;
        nodes[node_count].inputs = static_cast<short>(count);
        for (int k = 0; k < count; ++k) from[edge_count++] = sources[k];
        return node_count++;
    }
};

/// How often each node is read, the network's outputs included.
template <int Nodes>
struct use_counts {
    short of[Nodes]{};
};

template <int Nodes, int Edges>
constexpr use_counts<Nodes> count_uses(const ir<Nodes, Edges>& g) {
    use_counts<Nodes> uses;
    for (int i = 0; i < g.node_count; ++i)
        if (g.nodes[i].alive)
            for (int k = 0; k < g.nodes[i].inputs; ++k) ++uses.of[g.input(i, k)];
    for (int k = 0; k < g.output_count; ++k) ++uses.of[g.outputs[k]];
    return uses;
}

}  // namespace fusenet
