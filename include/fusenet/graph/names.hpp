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

/// How a framework that keeps images as planes (c, h, w) orders what a layer makes, where fusenet keeps cells.
struct plane_order {
    bool cells = false;         // as fusenet: of recurrences, lookups, and dense layers on each cell
    bool mixed = false;         // a vector of flattened planes and others, which nobody can tell apart
    shape flat{0, 0, 0, 0};     // a vector that was flattened from planes of this extent

    constexpr bool straight() const { return flat.c == 0 && !mixed; }
};

template <int Edges, int Nodes>
constexpr plane_order order_of(const ir<Nodes, Edges>& net, int node, const plane_order* of, bool dense) {
    const ir_node& n = net.nodes[node];
    const plane_order& before = of[net.input(node)];
    plane_order here;
    if (n.is.kind == family::recurrence || n.is.kind == family::lookup || (n.is.kind == family::contraction && dense)) {
        here.cells = n.out.rank > 1;
    } else if (n.out.rank > 1) {
        here.cells = n.is.kind != family::contraction && before.cells;
    } else if (n.is.kind == family::move && !n.is.reorders && n.in.rank > 1) {
        if (!before.cells && n.in.c > 1 && n.in.h * n.in.w > 1) here.flat = n.in;
    } else if (n.is.kind != family::contraction && n.in.rank == 1) {
        bool straight = true, same = n.is.kind != family::concat && (n.is.kind != family::move || !n.is.reorders);
        for (int k = 0; k < n.inputs; ++k) {
            const plane_order& other = of[net.input(node, k)];
            straight = straight && other.straight();
            same = same && !other.mixed && other.flat == before.flat;
        }
        if (!straight && same) here.flat = before.flat;
        here.mixed = !straight && !same;
    }
    return here;
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
    detail::plane_order order[Nodes]{};
    short seen[(G::scopes + 1) * (G::kinds + 1)]{};

    g.each([&](int i, const auto& layer) {
        table.first_of[i] = static_cast<short>(at);
        const ir_node& n = net.nodes[i + 1];
        const parameter_list list = parameters_of(layer, n.in);
        order[i + 1] = detail::order_of(net, i + 1, order, list.count > 0 && list.all[0].extent.rank == 2);
        if (n.is.parameters == 0) return;
        const int scope = g.naming_scope(g.scope_of[i]);
        const int number = seen[(scope + 1) * (G::kinds + 1) + g.kind[i]]++;
        parameter_name path;
        detail::put_path(path, g, scope);
        using L = std::remove_cvref_t<decltype(layer)>;
        if (scope < 0 || (layers_in[scope] > 1 && !detail::names_apart<L>())) path.put(name_of<L>()).put('_').put(number).put('.');
        const detail::plane_order read = n.in.rank == 1 ? order[net.input(i + 1)] : detail::plane_order{};
        for (int k = 0; k < list.count; ++k) {
            parameter& p = table.all[at++];
            p = {path, list.all[k].extent, offset, list.all[k].fallback, shape{0, 0, 0, 0}, false, list.all[k].not_negative, list.all[k].role, n.is.kind == family::lookup};
            p.name.put(list.all[k].name.view());
            if (p.name.full()) table.trouble.say("a parameter has a name of more than 94 letters: \"", p.name, "\"");
            const int last = p.extent.rank - 1;
            if (!read.straight() && last >= 0 && p.extent.d[last] == n.in.c && (last == 1 || n.is.kind != family::contraction))
                p.flattened = read.flat, p.mixed = read.mixed;
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
