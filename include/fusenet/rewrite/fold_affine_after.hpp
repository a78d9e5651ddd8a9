// contraction | affine map  ->  contraction          (batchnorm, scale, and a bias added behind it)
//
//   gain * (W x + b) + shift  ==  (gain W) x + (gain * b + shift)
//
// The plan drops the map at compile time; the weights are folded once, when they are loaded.
#pragma once

#include <fusenet/rewrite/forwarding.hpp>

namespace fusenet {

struct fold_affine_after {
    static constexpr const char* name = "fold_affine_after";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        use_counts<N> uses = count_uses(net);
        forwarding<N> forward;
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            const ir_node& map = net.nodes[i];
            if (map.is.kind != family::map || !map.is.affine) continue;
            const int source = forward(net.input(i));
            ir_node& c = net.nodes[source];
            if (c.is.kind != family::contraction || uses.of[source] != 1 || c.folded_after == most_folds) continue;
            if (!c.biased()) c.is.flops += c.out.size();
            c.after[c.folded_after] = map.layer;
            c.after_channel[c.folded_after++] = map.first_channel;
            uses.of[source] = uses.of[i];
            forward.pass(net, i, source);
            ++fired;
        }
        forward.redirect(net);
        return fired;
    }
};

}  // namespace fusenet
