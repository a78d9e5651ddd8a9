// concat(a, b) | fold  ->  concat(a | fold, b | fold)
//
//   A fold takes every channel alone. It pays where the fold makes less than it reads and the branches are computed,
//   not given: then no branch is stored at its full extent, as each fold takes the rows while they are made.
#pragma once

#include <fusenet/rewrite/distribute.hpp>
#include <fusenet/rewrite/forwarding.hpp>

namespace fusenet {

struct pool_before_concat {
    static constexpr const char* name = "pool_before_concat";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        use_counts<N> uses = count_uses(net);
        forwarding<N> forward;
        int fired = 0;
        const int count = net.node_count;
        for (int i = 1; i < count; ++i) {
            const ir_node& fold = net.nodes[i];
            if (fold.is.kind != family::fold || fold.out.size() >= fold.in.size()) continue;
            const int concat = forward(net.input(i));
            if (!read_once(net, uses, concat) || !computed(net, concat)) continue;
            if (!distribute(net, uses, concat, i)) continue;
            uses.of[concat] = uses.of[i];
            forward.pass(net, i, concat);
            ++fired;
        }
        forward.redirect(net);
        return fired;
    }

private:
    template <int N, int E>
    static constexpr bool computed(const ir<N, E>& net, int concat) {
        for (int k = 0; k < net.nodes[concat].inputs; ++k) {
            const family kind = net.nodes[net.input(concat, k)].is.kind;
            if (kind != family::map && kind != family::fold && kind != family::contraction && kind != family::join)
                return false;
        }
        return true;
    }
};

}  // namespace fusenet
