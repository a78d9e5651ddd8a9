// concat(W1 x, W2 x)  ->  (W1 over W2) x               concat(relu(W1 x), relu(W2 x))  ->  relu((W1 over W2) x)
//
//   Contractions of one input with equal windows, side by side in a concat, are one contraction whose channels follow
//   each other: the input is read once, by wider products. Siblings whose outputs go separate ways are left alone:
//   each reader would have to read a slice, which no node stands for.
#pragma once

#include <fusenet/graph/ir.hpp>

namespace fusenet {

struct merge_siblings {
    static constexpr const char* name = "merge_siblings";

    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        const use_counts<N> uses = count_uses(net);
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i) {
            if (net.nodes[i].is.kind != family::concat) continue;
            const int inputs = net.nodes[i].inputs;
            int kept = 0, end = 0;
            for (int k = 0; k < inputs; k = end) {
                const int first = contraction_of(net, uses, net.input(i, k));
                end = k + 1;
                while (first > 0 && end < inputs && net.merged_count + end - k < most_merged &&
                       alike(net, uses, net.input(i, k), net.input(i, end)))
                    ++end;
                if (end - k > 1) merge(net, uses, i, k, end), fired += end - k - 1;
                net.set_input(i, kept++, net.input(i, k));
            }
            net.nodes[i].inputs = static_cast<short>(kept);
            net.nodes[i].in = net.nodes[net.input(i)].out;
        }
        return fired;
    }

private:
    /// A map that is the same wherever its facts are.
    static constexpr bool plain_map(const ir_node& n) {
        return n.is.kind == family::map && n.is.known != known_map::none && !n.is.per_channel;
    }

    /// The contraction that `branch` is, with plain maps behind it at most, and nobody else reading on the way; or -1.
    template <int N, int E>
    static constexpr int contraction_of(const ir<N, E>& net, const use_counts<N>& uses, int branch) {
        while (plain_map(net.nodes[branch]) && uses.of[branch] == 1) branch = net.input(branch);
        const ir_node& n = net.nodes[branch];
        const bool fits = n.is.kind == family::contraction && n.is.groups == 1 && !n.is.transposed && n.siblings == 0;
        return fits && uses.of[branch] == 1 ? branch : -1;
    }

    template <int N, int E>
    static constexpr bool alike(const ir<N, E>& net, const use_counts<N>& uses, int a, int b) {
        if (contraction_of(net, uses, b) < 0) return false;
        for (; plain_map(net.nodes[a]) && plain_map(net.nodes[b]); a = net.input(a), b = net.input(b)) {
            const facts &f = net.nodes[a].is, &g = net.nodes[b].is;
            if (f.known != g.known || f.alpha != g.alpha || f.beta != g.beta) return false;
        }
        const ir_node &m = net.nodes[a], &n = net.nodes[b];
        return m.is.kind == n.is.kind && net.input(a) == net.input(b) && m.is.reads == n.is.reads && m.in == n.in;
    }

    template <int N, int E>
    static constexpr void merge(ir<N, E>& net, const use_counts<N>& uses, int concat, int first, int end) {
        const int at = contraction_of(net, uses, net.input(concat, first));
        ir_node& all = net.nodes[at];
        const int merged_from = net.merged_count;
        for (int k = first; k < end; ++k) {
            const ir_node& n = net.nodes[contraction_of(net, uses, net.input(concat, k))];
            sibling s;
            static_cast<folded_maps&>(s) = n;
            s.layer = n.layer;
            s.channels = n.out.c;
            net.merged[net.merged_count++] = s;
            if (k == first) continue;
            all.is.bias = all.biased() || n.biased();
            all.is.stated = all.is.stated || n.is.stated;
            all.is.parameters += n.is.parameters, all.is.weights += n.is.weights, all.is.flops += n.is.flops;
            all.out.c += n.out.c;
        }
        static_cast<folded_maps&>(all) = folded_maps();
        all.merged_from = static_cast<short>(merged_from);
        all.siblings = static_cast<short>(end - first);
        for (int map = net.input(concat, first); map != at; map = net.input(map)) {
            ir_node& n = net.nodes[map];
            n.is.flops = n.is.flops * all.out.c / n.out.c;
            n.in = n.out = all.out;
        }
    }
};

}  // namespace fusenet
