// affine map | contraction without padding  ->  contraction
//
//   W (gain * x + shift) + b  ==  (W gain) x + (W shift + b)
//
// Exact only where every output cell sums over the whole window: with padding, the zeros outside are not shifted; a
// transposed contraction sums over fewer cells at its borders.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

struct fold_affine_before {
    static constexpr const char* name = "fold_affine_before";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        const use_counts<N> uses = count_uses(net);
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            ir_node& c = net.nodes[i];
            if (c.is.kind != family::contraction || c.is.transposed || c.is.reads.padded()) continue;
            while (c.folded_before < most_folds) {
                const int source = net.input(i);
                const ir_node& map = net.nodes[source];
                if (map.is.kind != family::map || !map.is.affine || uses.of[source] != 1) break;
                if (!c.biased()) c.is.flops += c.out.size();
                for (int k = c.folded_before++; k > 0; --k)
                    c.before[k] = c.before[k - 1], c.before_channel[k] = c.before_channel[k - 1];
                c.before[0] = map.layer, c.before_channel[0] = map.first_channel;
                net.set_input(i, 0, net.input(source));
                ++fired;
            }
        }
        return fired;
    }
};

}  // namespace fusenet
