// keep_history: what causal convolutions need of the signal's earlier pieces, as nodes of their own.
#pragma once

#include <fusenet/core/problem.hpp>
#include <fusenet/core/streamed.hpp>
#include <fusenet/graph/lower.hpp>

namespace fusenet {

/// `net` where pieces of a signal come one after the other. In front of each causal convolution a node that puts the
/// cells before, which it keeps from piece to piece, in front of the new ones. Of a single new cell it makes only the
/// cells that the taps read, side by side.
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
        window& w = n.is.reads;
        if (n.in.rank == 2 && n.is.causal && n.in.w % w.stride.w)
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

/// Whether a layer makes of pieces of a signal what it makes of the whole one, given what came before: if so, how many
/// cells of earlier pieces stand in front of what it makes, where `old` stand in front of its input; else -1.
constexpr int old_cells_made(const ir_node& n, int old) {
    if (n.in.rank == 2 && n.out.rank != 2) return -1;
    const window& w = n.is.reads;
    switch (n.is.kind) {
        case family::recurrence:
            return old == 0 ? 0 : -1;  // it would hear them twice
        case family::normalise:
            return n.is.over != axis::space ? old : -1;
        case family::contraction:
        case family::fold:
        case family::move: {
            if (n.is.causal) return old != 0 ? -1 : n.is.kind == family::move ? n.out.w - n.in.w : 0;
            if (w.up.w > 1) return w.reach_w() <= w.up.w && n.out.w == n.in.w * w.up.w ? old * w.up.w : -1;
            const int front = old + w.left;
            if (w.left > 0 || w.right != 0 || front < 0 || w.reach_w() > w.stride.w + front) return -1;
            return floor_div(front - w.reach_w(), w.stride.w) + 1;
        }
        default:
            return old;
    }
}

/// Complains where pieces of another length than input(...) says would make something else.
template <class G>
constexpr void check_pieces(const G& g, shape in, int steps, problem& p) {
    if (steps < 0) p.say("streamed: the number of steps must be positive, got ", steps);
    const auto whole = lower(g, in);
    const shape signal = whole.net.nodes[0].out;
    if (p.found() || whole.trouble.found() || steps == 0 || (signal.rank == 2 && steps == signal.w)) return;
    if (signal.rank != 2) p.say("streamed{", steps, "}: the input ", signal, " is no signal [steps x channels]");
    int old[node_room<G>]{}, fresh[node_room<G>]{steps};
    for (int i = 1; i < whole.net.node_count; ++i) {
        const ir_node& n = whole.net.nodes[i];
        old[i] = old_cells_made(n, old[whole.net.input(i)]);
        for (int k = 1; k < n.inputs; ++k)
            if (old[whole.net.input(i, k)] != old[whole.net.input(i)] && n.in.rank == 2) old[i] = -1;
        if (old[i] < 0)
            p.say("streamed{", steps, "}: of pieces other than input's ", signal.w, " steps, this layer would make something "
                  "else; pad it with `causal`, or let input be a piece (layer ", n.layer, ")");
        const window& w = n.is.reads;
        const int cells = fresh[whole.net.input(i)];
        const bool windowed = n.is.kind == family::contraction || n.is.kind == family::fold || n.is.kind == family::move;
        if (windowed && cells % w.stride.w)
            p.say("streamed: pieces of ", cells, " cells are no multiple of the stride ", w.stride.w, " (layer ", n.layer, ")");
        if (p.found()) return;
        fresh[i] = windowed ? cells * w.up.w / w.stride.w : cells;
    }
    for (int k = 0; k < whole.net.output_count; ++k)
        if (old[whole.net.outputs[k]] > 0)
            p.say("streamed{", steps, "}: output ", k, " has ", old[whole.net.outputs[k]], " cells of the piece before; crop them, "
                  "or let input be a piece");
}

/// The network and, where it is streamed, what it must keep.
template <class G>
constexpr auto lower_stream(const G& g, shape in, streamed as) {
    problem p;
    if (as.on && as.steps != 0) check_pieces(g, in, as.steps, p);
    auto made = lower(g, in, as.steps);
    if (as.on && !p.found() && !made.trouble.found()) p = keep_history(made.net);
    if (p.found()) made.trouble = p;
    return made;
}

}  // namespace fusenet
