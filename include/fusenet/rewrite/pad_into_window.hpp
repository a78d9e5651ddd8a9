// pad with zeros | contraction  ->  contraction with a padded window
// pad with zeros | fold whose padding counts as zeros  ->  fold with a padded window
//
//   A sum of products over cells of zeros is the sum without them. Not a maximum: its padding is no cell at all. Where
//   an affine map between them was folded, the contraction's bias holds its shift of the whole window, zeros included.
#pragma once

#include <fusenet/rewrite/forwarding.hpp>

namespace fusenet {

struct pad_into_window {
    static constexpr const char* name = "pad_into_window";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            ir_node& n = net.nodes[i];
            while (takes_zeros(n) && only_pads(net.nodes[net.input(i)])) {
                const ir_node& pad = net.nodes[net.input(i)];
                n.is.reads.top += pad.is.reads.top, n.is.reads.bottom += pad.is.reads.bottom;
                n.is.reads.left += pad.is.reads.left, n.is.reads.right += pad.is.reads.right;
                n.in = pad.in;
                net.set_input(i, 0, net.input(net.input(i)));
                ++fired;
            }
        }
        return fired;
    }

private:
    static constexpr bool takes_zeros(const ir_node& n) {
        if (n.is.reads.up != extent2(1)) return false;
        return n.is.kind == family::contraction ? !n.is.transposed : n.is.kind == family::fold && n.is.pads_zero;
    }

    static constexpr bool only_pads(const ir_node& n) {
        const window& w = n.is.reads;
        return n.is.kind == family::move && n.is.pads_zero && w.kh == 1 && w.kw == 1 && w.stride == extent2(1) &&
               w.up == extent2(1) && w.top >= 0 && w.bottom >= 0 && w.left >= 0 && w.right >= 0 &&
               n.out.h == n.in.h + w.top + w.bottom && n.out.w == n.in.w + w.left + w.right && n.out.c == n.in.c;
    }
};

}  // namespace fusenet
