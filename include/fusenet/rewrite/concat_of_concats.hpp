// concat(concat(a, b), c)  ->  concat(a, b, c)
//
//   where nobody else reads the inner one.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

struct concat_of_concats {
    static constexpr const char* name = "concat_of_concats";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        const use_counts<N> uses = count_uses(net);
        short waiting[E];  // what is still to be listed, the next one last
        int fired = 0;
        for (int i = net.node_count - 1; i > 0; --i) {  // from the outermost in, so that every leaf is listed once
            ir_node& outer = net.nodes[i];
            if (!outer.alive || outer.is.kind != family::concat) continue;
            int depth = 0, inner = 0;
            for (int k = outer.inputs - 1; k >= 0; --k) waiting[depth++] = static_cast<short>(net.input(i, k));
            const int first_edge = net.edge_count;
            int listed = 0;
            while (depth > 0) {
                const short at = waiting[--depth];
                ir_node& n = net.nodes[at];
                if (n.is.kind == family::concat && uses.of[at] == 1 && first_edge + listed + depth + n.inputs <= E) {
                    for (int k = n.inputs - 1; k >= 0; --k) waiting[depth++] = static_cast<short>(net.input(at, k));
                    n.alive = false;
                    ++inner;
                } else {
                    net.from[first_edge + listed++] = at;
                }
            }
            if (inner == 0) continue;
            outer.first_edge = net.edge_count;
            outer.inputs = static_cast<short>(listed);
            outer.in = net.nodes[net.from[first_edge]].out;
            net.edge_count = static_cast<short>(first_edge + listed);
            fired += inner;
        }
        return fired;
    }
};

}  // namespace fusenet
