// graph: a network, or a piece of one, as a constexpr value: bags of layers, nodes that refer to them, edges, scopes.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/graph/bags.hpp>

namespace fusenet {

/// A part of a parameter's path: "stem" in "stem.conv.weight"; or, where `each_step`, layers that make each step of a
/// signal of that step alone, which no path knows.
struct scope {
    parameter_name name;  // as long as a whole path: what is cut here is cut there too, which is complained of
    short parent = -1;
    bool each_step = false;
};

/// Nodes stand in topological order. A source of -1 is the graph's own input.
template <int Nodes, int Edges, int Outputs, int Scopes, class... Bags>
struct graph {
    using fusenet_graph = void;
    using list = bag_list<Bags...>;
    static constexpr int nodes = Nodes, edges = Edges, outputs = Outputs, scopes = Scopes, kinds = sizeof...(Bags);

    unsigned char kind[Nodes + 1]{};  // which bag, of 255 at most (see chain)
    short slot[Nodes + 1]{};          // which layer in it
    short scope_of[Nodes + 1]{};
    short first_edge[Nodes + 2]{};
    short from[Edges + 1]{};
    short out[Outputs]{};
    scope scope_at[Scopes + 1]{};
    bags<Bags...> layers{};

    /// Calls f(node, layer) for every node in order.
    template <class F>
    constexpr void each(F&& f) const {
        for (int i = 0; i < Nodes; ++i) visit(i, [&](const auto& layer) { f(i, layer); });
    }

    /// The scope that names what stands in scope `s`; -1: none does.
    constexpr int naming_scope(int s) const {
        while (s >= 0 && scope_at[s].each_step) s = scope_at[s].parent;
        return s;
    }
    /// Whether node `i` is to make each step of a signal of that step alone.
    constexpr bool each_step(int i) const {
        for (int s = scope_of[i]; s >= 0; s = scope_at[s].parent)
            if (scope_at[s].each_step) return true;
        return false;
    }

    /// Calls f(layer) for one node.
    template <class F>
    constexpr void visit(int node, F&& f) const {
        int k = 0;
        ((k++ == kind[node] ? (f(static_cast<const Bags&>(layers).layers[slot[node]]), 0) : 0), ...);
    }

    /// The layer of a node known at compile time, with its type.
    template <int Kind>
    constexpr const auto& layer_at(int node) const {
        return static_cast<const typename detail::nth_bag<Kind, Bags...>::type&>(layers).layers[slot[node]];
    }
};

template <class G>
concept is_graph = requires { typename G::fusenet_graph; };

template <int N, int E, int O, int S, class List>
struct graph_with;

template <int N, int E, int O, int S, class... Bags>
struct graph_with<N, E, O, S, bag_list<Bags...>> {
    using type = graph<N, E, O, S, Bags...>;
};

/// The graph that does nothing: its output is its input.
constexpr auto identity() {
    graph<0, 0, 1, 0> g;
    g.out[0] = -1;
    return g;
}

/// One layer with `Inputs` edges, all from the graph's input.
template <int Inputs, class Layer>
constexpr auto node(const Layer& layer) {
    graph<1, Inputs, 1, 0, bag<Layer, 1>> g;
    g.layers.layers[0] = layer;
    g.scope_of[0] = -1;
    g.first_edge[1] = Inputs;
    for (int k = 0; k < Inputs; ++k) g.from[k] = -1;
    return g;
}

namespace detail {

template <int N1, int E1, int O1, int S1, class... A, int N2, int E2, int O2, int S2, class... B>
constexpr auto copy_both(const graph<N1, E1, O1, S1, A...>& a, const graph<N2, E2, O2, S2, B...>& b) {
    using list = typename joined_bags<bag_list<A...>, bag_list<B...>>::type;
    typename graph_with<N1 + N2, E1 + E2, O2, S1 + S2, list>::type r{};

    unsigned char kind_in_r[sizeof...(B) + 1]{};
    short first_slot[sizeof...(B) + 1]{};
    [[maybe_unused]] int j = 0;
    [[maybe_unused]] auto place = [&]<class Bag>(const Bag& from, int offset) {
        auto& to = bag_of<typename Bag::kind>(r.layers);
        for (int i = 0; i < Bag::count; ++i) to.layers[offset + i] = from.layers[i];
    };
    (place(static_cast<const A&>(a.layers), 0), ...);
    (
        [&] {
            using kind = typename B::kind;
            first_slot[j] = count_of<kind, A...>;
            place(static_cast<const B&>(b.layers), first_slot[j]);
            kind_in_r[j++] = []<class... R>(bag_list<R...>) {
                return static_cast<unsigned char>(kind_index<kind, R...>());
            }(list{});
        }(),
        ...);

    for (int i = 0; i < N1; ++i) {
        r.kind[i] = a.kind[i], r.slot[i] = a.slot[i], r.scope_of[i] = a.scope_of[i];
        r.first_edge[i + 1] = a.first_edge[i + 1];
    }
    for (int i = 0; i < N2; ++i) {
        r.kind[N1 + i] = kind_in_r[b.kind[i]];
        r.slot[N1 + i] = static_cast<short>(b.slot[i] + first_slot[b.kind[i]]);
        r.scope_of[N1 + i] = static_cast<short>(b.scope_of[i] < 0 ? -1 : b.scope_of[i] + S1);
        r.first_edge[N1 + i + 1] = static_cast<short>(b.first_edge[i + 1] + E1);
    }
    for (int s = 0; s < S1; ++s) r.scope_at[s] = a.scope_at[s];
    for (int s = 0; s < S2; ++s) {
        r.scope_at[S1 + s] = b.scope_at[s];
        if (b.scope_at[s].parent >= 0) r.scope_at[S1 + s].parent = static_cast<short>(b.scope_at[s].parent + S1);
    }
    for (int k = 0; k < E1; ++k) r.from[k] = a.from[k];
    return r;
}

}  // namespace detail

/// `a` then `b`, where `source` (a node of `a`, or -1) is what b reads. The outputs are b's.
template <int N1, int E1, int O1, int S1, class... A, int N2, int E2, int O2, int S2, class... B>
constexpr auto chain(const graph<N1, E1, O1, S1, A...>& a, const graph<N2, E2, O2, S2, B...>& b, int source) {
    constexpr bool countable = detail::joined_bags<bag_list<A...>, bag_list<B...>>::type::count <= 255;
    static_assert(countable, "fusenet: a network has at most 255 distinct kinds of layers");
    auto r = detail::copy_both(a, b);
    for (int k = 0; k < E2; ++k) r.from[E1 + k] = static_cast<short>(b.from[k] < 0 ? source : b.from[k] + N1);
    for (int k = 0; k < O2; ++k) r.out[k] = static_cast<short>(b.out[k] < 0 ? source : b.out[k] + N1);
    return r;
}

}  // namespace fusenet
