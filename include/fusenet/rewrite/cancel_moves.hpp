// reshape | reshape  ->  reshape           permute | its inverse  ->  nothing
//
//   The memory of a map stays as it is through any number of reshapes, and through a permutation that only moves axes
//   of one cell. (x^p)^q == x where q undoes p.
#pragma once

#include <fusenet/rewrite/forwarding.hpp>

namespace fusenet {

struct cancel_moves {
    static constexpr const char* name = "cancel_moves";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        forwarding<N> forward;
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            ir_node& n = net.nodes[i];
            if (n.is.kind != family::move) continue;
            if (n.is.reorders && keeps_memory(n)) n.is.reorders = false, ++fired;

            const int source = forward(net.input(i));
            const ir_node& first = net.nodes[source];
            if (first.is.kind != family::move) continue;
            const int begin = forward(net.input(source));
            const bool undone = permutes(first) && permutes(n) && undoes(n, first);
            const bool aliases = !first.is.reorders && !n.is.reorders;
            if (n.out == first.in && (undone || aliases)) {
                forward.pass(net, i, begin);
                ++fired;
            } else if (aliases && !permutes(n)) {
                n.in = first.in;
                n.is.reads = {.kh = first.in.h, .kw = first.in.w};
                net.set_input(i, 0, begin);
                ++fired;
            }
        }
        forward.redirect(net);
        return fired;
    }

private:
    static constexpr bool permutes(const ir_node& n) { return n.is.order[0] >= 0; }

    static constexpr bool undoes(const ir_node& second, const ir_node& first) {
        for (int axis = 0; axis < 3; ++axis)
            if (first.is.order[second.is.order[axis]] != axis) return false;
        return true;
    }

    /// Whether the axes of more than one cell stay in their order.
    static constexpr bool keeps_memory(const ir_node& n) {
        if (!permutes(n)) return false;
        const int cells[3] = {n.in.h, n.in.w, n.in.c};
        int last = -1;
        for (int from : n.is.order) {
            if (cells[from] == 1) continue;
            if (from < last) return false;
            last = from;
        }
        return true;
    }
};

}  // namespace fusenet
