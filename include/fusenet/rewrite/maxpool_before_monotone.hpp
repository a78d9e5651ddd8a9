// map that never falls | maxpool  ->  maxpool | map
//
//   max(f(a), f(b)) == f(max(a, b))
//
// Fewer cells pass the map. It fires where nobody else reads the map and each window lies on at least one cell: the
// maximum of none is below all that the map would make of it.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

struct maxpool_before_monotone {
    static constexpr const char* name = "maxpool_before_monotone";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        const use_counts<N> uses = count_uses(net);
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            if (!shrinks_to_maxima(net.nodes[i])) continue;
            int at = i;  // the pool climbs from map to map; the maps move down
            while (true) {
                const int above = net.input(at);
                if (!moves_below(net.nodes[above]) || uses.of[above] != 1) break;
                ir_node map = net.nodes[above], pool = net.nodes[at];
                map.is.flops = map.is.flops * pool.out.size() / map.out.size();
                map.in = map.out = pool.out;
                trade(net.nodes[above], pool);
                trade(net.nodes[at], map);
                at = above;
                ++fired;
            }
        }
        return fired;
    }

private:
    static constexpr bool moves_below(const ir_node& n) { return n.is.kind == family::map && n.is.monotone; }

    static constexpr bool shrinks_to_maxima(const ir_node& n) {
        if (n.is.kind != family::fold || !n.is.takes_max || n.out.size() >= n.in.size()) return false;
        const window& w = n.is.reads;
        return !w.padded() || (meets_cells(w.kh, w.stride.h, w.dilation.h, w.top, n.in.h, n.out.h) &&
                               meets_cells(w.kw, w.stride.w, w.dilation.w, w.left, n.in.w, n.out.w));
    }

    static constexpr bool meets_cells(int taps, int stride, int dilation, int before, int in, int out) {
        for (int made = 0; made < out; ++made) {
            bool met = false;
            for (int tap = 0; tap < taps && !met; ++tap) {
                const int cell = made * stride + tap * dilation - before;
                met = cell >= 0 && cell < in;
            }
            if (!met) return false;
        }
        return true;
    }

    /// Puts `other` in the place of `node`, which keeps its one edge.
    static constexpr void trade(ir_node& node, ir_node other) {
        other.first_edge = node.first_edge;
        node = other;
    }
};

}  // namespace fusenet
