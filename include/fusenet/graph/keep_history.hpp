// keep_history: what causal convolutions need of the signal's earlier pieces, as nodes of their own.
#pragma once

#include <fusenet/core/problem.hpp>
#include <fusenet/core/streamed.hpp>
#include <fusenet/graph/lower.hpp>

namespace fusenet {

/// `net` where pieces of a signal come one after the other. In front of each causal convolution a node that puts the
/// cells before, which it keeps from piece to piece, in front of the new ones. Of a single new cell it makes only the
/// cells that the taps read, side by side. `cut`: the network was written for a signal of another length.
template <int N, int E>
constexpr problem keep_history(ir<N, E>& net, bool cut = false) {
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
        window& w = n.is.reads;
        if (n.in.rank == 2 && (n.is.causal || cut) && n.in.w % w.stride.w)
            p.say("streamed: pieces of ", n.in.w, " cells are no multiple of the stride ", w.stride.w, " (layer ", n.layer, ")");
        if (n.is.kind != family::contraction || !n.is.causal) continue;
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

/// Whether pieces of a signal make what the whole one makes there, given what came before.
constexpr bool goes_in_pieces(const ir_node& n) {
    if (n.in.rank == 2 && n.out.rank != 2) return false;
    const window& w = n.is.reads;
    switch (n.is.kind) {
        case family::normalise:
            return n.is.over != axis::space;
        case family::contraction:
        case family::fold:
        case family::move:
            if (n.is.causal) return true;
            if (n.out.w * w.stride.w != n.in.w * w.up.w) return false;
            return w.reach_w() <= w.stride.w * w.up.w && (n.is.transposed || (w.left == 0 && w.right == 0));
        default:
            return true;
    }
}

/// Whether pieces have another length than input(...) says; complains where they would make something else.
template <class G>
constexpr bool cut_in_pieces(const G& g, shape in, int steps, problem& p) {
    if (steps < 0) p.say("streamed: the number of steps must be positive, got ", steps);
    const auto whole = lower(g, in);
    const shape signal = whole.net.nodes[0].out;
    if (p.found() || whole.trouble.found() || steps == 0 || (signal.rank == 2 && steps == signal.w)) return false;
    if (signal.rank != 2) p.say("streamed{", steps, "}: the input ", signal, " is no signal [steps x channels]");
    for (int i = 1; i < whole.net.node_count; ++i)
        if (!goes_in_pieces(whole.net.nodes[i]))
            p.say("streamed{", steps, "}: of pieces other than input's ", signal.w, " steps, this layer would make something "
                  "else; pad it with `causal`, or let input be a piece (layer ", whole.net.nodes[i].layer, ")");
    return true;
}

/// The network and, where it is streamed, what it must keep.
template <class G>
constexpr auto lower_stream(const G& g, shape in, streamed as) {
    problem p;
    const bool cut = as.on && as.steps != 0 && cut_in_pieces(g, in, as.steps, p);
    auto made = lower(g, in, as.steps);
    if (as.on && !p.found() && !made.trouble.found()) p = keep_history(made.net, cut);
    if (p.found()) made.trouble = p;
    return made;
}

}  // namespace fusenet
