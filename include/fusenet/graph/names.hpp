// names: the table of a network's parameters: path, extent, and offset among the given weights.
#pragma once

#include <fusenet/graph/facts_of.hpp>
#include <fusenet/graph/graph.hpp>
#include <fusenet/graph/ir.hpp>

namespace fusenet {

/// The parameters of a network, in its layers' order. `first_of[i]` is the first of graph node i.
template <int Count, int Nodes>
struct parameter_table {
    parameter all[Count + 1]{};
    short first_of[Nodes + 1]{};
    problem trouble;
};

template <int Nodes, int Edges>
constexpr int count_parameters(const ir<Nodes, Edges>& net) {
    int n = 0;
    for (int i = 0; i < net.node_count; ++i) n += net.nodes[i].is.parameters;
    return n;
}

namespace detail {

/// Writes "stem.block.0." for a scope.
template <class G>
constexpr void put_path(parameter_name& to, const G& g, int scope) {
    if (scope < 0) return;
    put_path(to, g, g.naming_scope(g.scope_at[scope].parent));
    to.put(g.scope_at[scope].name.view()).put('.');
}

/// Whether the names of a layer's parameters say already which of several in a scope it is.
template <class L>
constexpr bool names_apart() {
    if constexpr (requires { L::names_apart; }) return L::names_apart;
    else return false;
}

/// The extent of the image that was flattened on the way to `node`, if only maps and the like lie between.
template <int Nodes, int Edges>
constexpr shape flattened_before(const ir<Nodes, Edges>& net, int node) {
    for (int at = net.input(node); at > 0; at = net.input(at)) {
        const ir_node& n = net.nodes[at];
        if (n.is.kind == family::move && !n.is.reorders && n.out.rank == 1 && n.in.rank > 1) return n.in;
        if (n.out.rank != 1 || n.is.kind == family::contraction || n.inputs != 1) break;
    }
    return shape{0, 0, 0, 0};
}

}  // namespace detail

/// A layer's parameters are called by its scopes; where a scope holds several layers with parameters, and outside all
/// scopes, also by its kind and number: "stem.conv_0.weight". Two equal names are an error.
template <int Count, class G, int Nodes, int Edges>
constexpr auto name_parameters(const G& g, const ir<Nodes, Edges>& net) {
    parameter_table<Count, G::nodes> table;
    int at = 0;
    long long offset = 0;

    short layers_in[G::scopes + 1]{};
    g.each([&](int i, const auto& layer) {
        using L = std::remove_cvref_t<decltype(layer)>;
        const int scope = g.naming_scope(g.scope_of[i]);
        if (net.nodes[i + 1].is.parameters > 0 && scope >= 0 && !detail::names_apart<L>()) ++layers_in[scope];
    });
    short seen[(G::scopes + 1) * (G::kinds + 1)]{};

    g.each([&](int i, const auto& layer) {
        table.first_of[i] = static_cast<short>(at);
        const ir_node& n = net.nodes[i + 1];
        if (n.is.parameters == 0) return;
        const int scope = g.naming_scope(g.scope_of[i]);
        const parameter_list list = parameters_of(layer, n.in);
        const int number = seen[(scope + 1) * (G::kinds + 1) + g.kind[i]]++;
        parameter_name path;
        detail::put_path(path, g, scope);
        using L = std::remove_cvref_t<decltype(layer)>;
        if (scope < 0 || (layers_in[scope] > 1 && !detail::names_apart<L>())) path.put(name_of<L>()).put('_').put(number).put('.');
        const shape flat = n.in.rank == 1 ? detail::flattened_before(net, i + 1) : shape{0, 0, 0, 0};
        for (int k = 0; k < list.count; ++k) {
            parameter& p = table.all[at++];
            p = {path, list.all[k].extent, offset, list.all[k].fallback, shape{0, 0, 0, 0}, list.all[k].not_negative, list.all[k].role, n.is.kind == family::lookup};
            p.name.put(list.all[k].name.view());
            if (p.name.full()) table.trouble.say("a parameter has a name of more than 94 letters: \"", p.name, "\"");
            const int last = p.extent.rank - 1;
            if (flat.c > 0 && last >= 0 && p.extent.d[last] == flat.size() && (last == 1 || n.is.kind != family::contraction))
                p.flattened = flat;
            offset += p.extent.size();
        }
    });

    // Equal names are found through their hashes, sorted by a heap: the number of steps stays near linear.
    struct key {
        unsigned long long hash = 0;
        short index = 0;
    };
    key keys[Count + 1]{};
    for (int k = 0; k < Count; ++k) keys[k] = {hash(table.all[k].name.view()), static_cast<short>(k)};
    for (int gap = Count / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11)
        for (int k = gap; k < Count; ++k) {
            const key moving = keys[k];
            int j = k;
            for (; j >= gap && keys[j - gap].hash > moving.hash; j -= gap) keys[j] = keys[j - gap];
            keys[j] = moving;
        }
    for (int k = 1; k < Count; ++k)
        if (keys[k].hash == keys[k - 1].hash)
            table.trouble.say("two parameters are called \"", table.all[keys[k].index].name,
                              "\": tell them apart with named(\"...\", layer)");
    return table;
}

}  // namespace fusenet
