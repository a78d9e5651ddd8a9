// keep_history: what causal convolutions need of the signal's earlier pieces, as nodes of their own.
#pragma once

#include <fusenet/core/problem.hpp>
#include <fusenet/core/streamed.hpp>
#include <fusenet/graph/lower.hpp>

namespace fusenet {

/// `net` where pieces of a signal come one after the other. In front of each causal convolution a node that puts the cells before, which it keeps from piece to piece,
/// in front of the new ones. Of a single new cell it makes only the cells that the taps read, side by side.
template <int N, int E>
constexpr problem keep_history(ir<N, E>& net) {
    problem p;
    const int count = net.node_count;
    for (int i = 1; i < count; ++i) {
        ir_node& n = net.nodes[i];
        if (n.is.kind == family::recurrence && n.is.recurs.reversed)
            p.say("a recurrence against the signal's direction cannot be streamed: it begins at the end (layer ", n.layer, ")");
        if (n.is.kind == family::move && n.is.causal) {
            n.is.span = n.out.w - n.in.w;
            n.is.kind = family::history;
            n.is.reads = {};
        }
        if (n.is.kind != family::contraction || !n.is.causal) continue;
        window& w = n.is.reads;
        if (n.in.w % w.stride.w)
            p.say("streamed: pieces of ", n.in.w, " cells are no multiple of the stride ", w.stride.w, " (layer ", n.layer, ")");
        if (w.kw == 1) continue;
        ir_node kept;
        kept.layer = n.layer;
        kept.in = n.in;
        kept.is.kind = family::history;
        kept.is.span = w.reach_w() - 1;
        if (n.in.w == 1) {
            kept.is.reads.kw = w.kw, kept.is.reads.dilation = w.dilation;
            kept.out = shape::signal(w.kw, n.in.c);
            w.dilation = 1;
        } else {
            kept.out = shape::signal(n.in.w + kept.is.span, n.in.c);
        }
        w.left = 0;
        const short source = static_cast<short>(net.input(i));
        const int made = net.add(kept, &source, 1);
        if (made < 0) p.say("streamed: too many causal convolutions");
        if (p.found()) break;
        n.in = kept.out;
        net.set_input(i, 0, made);
    }
    return p;
}

/// The network and, where it is streamed, what it must keep.
template <class G>
constexpr auto lower_stream(const G& g, shape in, streamed as) {
    auto made = lower(g, in, as.steps);
    if (as.on && !made.trouble.found()) made.trouble = keep_history(made.net);
    return made;
}

}  // namespace fusenet
