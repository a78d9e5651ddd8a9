// recurrence(x)  ->  recurrence(products of all x)
//
//   The products of a recurrence with its input need no answer before: those of all steps are one contraction, whose
//   weights are read once for many cells. Where they are few they stay with the step, which then stores no sums.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

struct project_ahead {
    static constexpr const char* name = "project_ahead";
    static constexpr long long few = 4096;  // weights: L1 holds them beside those of a small recurrence

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        int fired = 0;
        const int count = net.node_count;
        for (int i = 1; i < count; ++i) {
            const ir_node n = net.nodes[i];
            if (!n.alive || n.is.kind != family::recurrence || n.is.recurs.summed || n.in.w < 2) continue;
            const long long rows = 1LL * n.is.recurs.gates * n.is.recurs.units, weights = rows * n.in.c;
            if (weights < few) continue;
            ir_node products;
            products.layer = n.layer;
            products.in = n.in;
            products.out = shape::signal(n.in.w, static_cast<int>(rows));
            products.is.kind = family::contraction;
            products.is.weights = weights;
            products.is.flops = 2 * weights * n.in.w;
            const short source = static_cast<short>(net.input(i));
            const int made = net.add(products, &source, 1);
            if (made < 0) continue;
            net.set_input(i, 0, made);
            ir_node& steps = net.nodes[i];
            steps.in = products.out;
            steps.is.recurs.summed = true;
            steps.is.weights -= weights;
            steps.is.flops -= products.is.flops;
            ++fired;
        }
        return fired;
    }
};

}  // namespace fusenet
