// concat(a, b) | map  ->  concat(a | map, b | map)
//
//   A map looks at one cell; its operands, if any, are those of the branch's channels. What makes a branch then takes
//   the map in its registers, or in its weights, instead of one more pass over the whole.
#pragma once

#include <fusenet/rewrite/distribute.hpp>
#include <fusenet/rewrite/forwarding.hpp>

namespace fusenet {

struct map_into_branches {
    static constexpr const char* name = "map_into_branches";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        use_counts<N> uses = count_uses(net);
        forwarding<N> forward;
        int fired = 0;
        const int count = net.node_count;
        for (int i = 1; i < count; ++i) {
            if (net.nodes[i].is.kind != family::map) continue;
            const int concat = forward(net.input(i));
            if (!read_once(net, uses, concat) || !distribute(net, uses, concat, i)) continue;
            uses.of[concat] = uses.of[i];
            forward.pass(net, i, concat);
            ++fired;
        }
        forward.redirect(net);
        return fired;
    }
};

}  // namespace fusenet
