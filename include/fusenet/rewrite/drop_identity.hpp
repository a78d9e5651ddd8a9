// a layer that changes nothing  ->  nothing
//
//   dropout(x) == x,   flatten of a vector == the vector
#pragma once

#include <fusenet/rewrite/forwarding.hpp>

namespace fusenet {

struct drop_identity {
    static constexpr const char* name = "drop_identity";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        forwarding<N> forward;
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            const ir_node& n = net.nodes[i];
            const bool same_memory = n.is.kind == family::move && !n.is.reorders && n.in == n.out;
            const bool alone = n.is.kind == family::concat && n.inputs == 1;
            if (!n.is.identity && !same_memory && !alone) continue;
            forward.pass(net, i, forward(net.input(i)));
            ++fired;
        }
        forward.redirect(net);
        return fired;
    }
};

}  // namespace fusenet
