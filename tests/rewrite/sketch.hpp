// sketch: a rewritten network as a line of words, so that a test can state what a rule made of it.
//
//   "conv+batchnorm relu conv(2) concat(2,3)"
//
// Nodes stand in their order, counted from 1, 0 being the input; (..) says whom a node reads, if not the one before it.
// conv+batchnorm has folded what stood behind it, batchnorm>conv what stood in front; [conv&conv] are merged siblings;
// relu@8 is the part of a layer from its channel 8 on.
#pragma once

#include <fusenet/graph/lower.hpp>
#include <fusenet/rewrite/rewrite.hpp>

namespace fusenet::test {

template <const auto& Net>
inline constexpr auto as_ir = [] {
    constexpr auto r = lower(Net, {});
    static_assert(!r.trouble.found());
    return r.net;
}();

/// A network under one rule, or several.
template <const auto& Net, class... Rules>
using under = rewriting<as_ir<Net>, rule_list<Rules...>>;

using words = text<400>;

template <class G>
constexpr const char* layer_name(const G& g, int node) {
    const char* name = "input";
    if (node >= 0) g.visit(node, [&]<class L>(const L&) { name = name_of<L>(); });
    return name;
}

template <class G>
constexpr void put_map(words& to, const G& g, int layer, int first_channel) {
    to.put(layer_name(g, layer));
    if (first_channel) to.put('@').put(first_channel);
}

/// `put_layer` between the maps that were folded in front and behind.
template <class G, class F>
constexpr void put_folded(words& to, const G& g, const folded_maps& maps, F put_layer) {
    for (int k = 0; k < maps.folded_before; ++k) put_map(to, g, maps.before[k], maps.before_channel[k]), to.put('>');
    put_layer();
    for (int k = 0; k < maps.folded_after; ++k) put_map(to.put('+'), g, maps.after[k], maps.after_channel[k]);
}

template <class G, int N, int E>
constexpr words sketched(const G& g, const ir<N, E>& net) {
    words to;
    for (int i = 1; i < net.node_count; ++i) {
        const ir_node& n = net.nodes[i];
        if (i > 1) to.put(' ');
        put_folded(to, g, n, [&] {
            for (int k = 0; k < n.siblings; ++k) {
                const sibling& s = net.merged[n.merged_from + k];
                put_folded(to.put(k ? '&' : '['), g, s, [&] { put_map(to, g, s.layer, 0); });
            }
            if (n.siblings) to.put(']');
            else put_map(to, g, n.layer, n.first_channel);
        });
        if (n.inputs == 1 && net.input(i) == i - 1) continue;
        for (int k = 0; k < n.inputs; ++k) to.put(k ? ',' : '(').put(net.input(i, k));
        to.put(')');
    }
    return to;
}

/// Whether nodes are in order, alive and read, edges side by side, and shapes agree.
template <int N, int E>
constexpr bool sound(const ir<N, E>& net) {
    int edges = 0;
    for (int i = 1; i < net.node_count; ++i) {
        const ir_node& n = net.nodes[i];
        if (!n.alive || n.inputs < 1 || n.first_edge != edges) return false;
        edges += n.inputs;
        int channels = 0;
        for (int k = 0; k < n.inputs; ++k) {
            if (net.input(i, k) < 0 || net.input(i, k) >= i) return false;
            channels += net.nodes[net.input(i, k)].out.c;
        }
        if (!(n.in == net.nodes[net.input(i)].out)) return false;
        if (n.is.kind == family::concat && n.out.c != channels) return false;
        if (n.is.kind == family::map && !(n.in == n.out)) return false;
        if (n.is.kind == family::fold && n.in.c != n.out.c) return false;
        const window& w = n.is.reads;
        const bool plain = n.is.kind == family::fold || (n.is.kind == family::contraction && !n.is.transposed);
        if (plain && (n.out.h != cells_made(n.in.h, w.top, w.bottom, w.reach_h(), w.stride.h) ||
                      n.out.w != cells_made(n.in.w, w.left, w.right, w.reach_w(), w.stride.w)))
            return false;
        int merged = 0;
        for (int k = 0; k < n.siblings; ++k) merged += net.merged[n.merged_from + k].channels;
        if (n.siblings && merged != n.out.c) return false;
    }
    const auto uses = count_uses(net);
    for (int i = 1; i < net.node_count; ++i)
        if (uses.of[i] == 0) return false;
    return edges == net.edge_count;
}

/// The sketch of a network under rules, or "unsound".
template <const auto& Net, class... Rules>
constexpr words sketch() {
    return sound(under<Net, Rules...>::net) ? sketched(Net, under<Net, Rules...>::net) : words("unsound");
}

}  // namespace fusenet::test
