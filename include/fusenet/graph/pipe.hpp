// a | b: b reads what a makes. Layers, graphs and callables may stand on either side.
#pragma once

#include <fusenet/graph/graph.hpp>

namespace fusenet {

template <class T>
concept pipeable = is_graph<T> || layer<T>;

/// A layer as the graph of one node; a graph as itself.
template <class T>
constexpr auto as_graph(const T& part) {
    if constexpr (is_graph<T>) {
        return part;
    } else {
        constexpr bool is_layer = layer<T>;  // not the concept itself, whose parts the compilers would all explain
        static_assert(is_layer,
                      "fusenet: this is not a layer: it has neither V operator()(V) const for a map, nor the members of a "
                      "fold, contraction, join, move, normalisation, recurrence or lookup (core/layer.hpp lists them)");
        if constexpr (is_layer) return node<1>(part);
        else return identity();
    }
}

/// One node that joins all outputs of `g`.
template <class G, class Join>
constexpr auto join_outputs(const G& g, const Join& join) {
    auto r = chain(g, node<G::outputs>(join), -1);
    for (int k = 0; k < G::outputs; ++k) r.from[G::edges + k] = g.out[k];
    return r;
}

template <class A, class B>
    requires(pipeable<A> || pipeable<B>)
constexpr auto operator|(const A& a, const B& b) {
    if constexpr (join_layer<B> || concat_layer<B>) {
        return join_outputs(as_graph(a), b);
    } else {
        const auto first = as_graph(a);
        static_assert(decltype(first)::outputs == 1,
                      "fusenet: the left side of | has several outputs; join them first: branches(a, b) | add()");
        return chain(first, as_graph(b), first.out[0]);
    }
}

}  // namespace fusenet
