// facts_of(layer, in): what a layer states, as plain numbers, whatever its family.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/stated.hpp>

namespace fusenet {

template <layer L>
constexpr parameter_list parameters_of(const L& l, shape in) {
    if constexpr (requires { l.parameters(in); }) return l.parameters(in);
    else return parameter_list();
}

template <layer L>
constexpr const char* name_of() {
    if constexpr (requires { L::name; }) return L::name;
    else if constexpr (map_layer<L>) return "map";
    else if constexpr (fold_layer<L>) return "fold";
    else if constexpr (contraction_layer<L>) return "contraction";
    else if constexpr (move_layer<L>) return "move";
    else if constexpr (normalise_layer<L>) return "normalise";
    else if constexpr (recurrence_layer<L>) return "recurrence";
    else if constexpr (lookup_layer<L>) return "lookup";
    else return "layer";
}

/// What a layer is called where it reads `in`.
template <layer L>
constexpr label label_of(const L& l, shape in = {}) {
    label to;
    if constexpr (requires { l.describe(to, in); }) l.describe(to, in);
    else if constexpr (requires { l.describe(to); }) l.describe(to);
    else to.put(name_of<L>());
    return to;
}

/// Complains of a window that no pass could walk. Moves may pad by less than nothing, and so may transposed
/// contractions, whose window is of the output: they cut cells off.
template <layer L>
constexpr void check_window(const L& l, shape in, problem& p) {
    if constexpr (requires { { l.reads(in) } -> std::same_as<window>; }) {
        constexpr const char* me = name_of<L>();
        const window w = l.reads(in);
        bool cuts = !fold_layer<L>;
        if constexpr (contraction_layer<L>) cuts = l.contracts(in).transposed;
        if (w.kh < 1 || w.kw < 1) p.say(me, ": the window of reads() must be positive, got ", w.kh, "x", w.kw);
        if (w.stride.h < 1 || w.stride.w < 1)
            p.say(me, ": the stride of reads() must be positive, got ", w.stride.h, "x", w.stride.w);
        if (w.dilation.h < 1 || w.dilation.w < 1)
            p.say(me, ": the dilation of reads() must be positive, got ", w.dilation.h, "x", w.dilation.w);
        if (w.up.h < 1 || w.up.w < 1) p.say(me, ": `up` of reads() must be positive, got ", w.up.h, "x", w.up.w);
        if (!cuts && (w.top < 0 || w.left < 0 || w.bottom < 0 || w.right < 0))
            p.say(me, ": the padding of reads() must not be negative; crop() removes cells");
    }
}

/// Complains of a recurrence on no signal, or whose numbers no kernel could follow.
template <recurrence_layer L>
constexpr void check_recurrence(const L& l, shape in, problem& p) {
    const label me = label_of(l, in);
    const recurrence_facts r = l.recurs(in);
    if (r.units < 1) p.say(me, ": the number of units must be positive, got ", r.units);
    if (r.answer < 1) p.say(me, ": the answer must have channels, got ", r.answer, "; recurs() says `answer`, as a rule the units");
    if (in.rank == 1) p.say(me, " needs a signal [steps x channels], got ", in, "; input(", in.c, ", 1) is one");
    if (in.rank != 2) p.say(me, " needs a signal [steps x channels], got ", in);
    if (r.gates < 1 || r.late < 0 || r.late >= r.gates || r.apart < 0 || r.apart > r.gates || r.kept < 0 || r.operands < 0)
        p.say(me, ": recurs() says gates = ", r.gates, ", late = ", r.late, ", apart = ", r.apart, ", kept = ", r.kept,
              ", operands = ", r.operands);
    if (r.late > 0 && r.apart > 0) p.say(me, ": a recurrence has late gates or sums apart, not both");
    if (!r.projects && r.answer != r.units) p.say(me, ": ", r.units, " units cannot be an answer of ", r.answer, " without projects");
    constexpr bool hands_on = requires(const float* sums) { l.hands_on(sums, 0.f); };
    if (r.late > 0 && !hands_on) p.say(me, ": late gates read what hands_on(sums, before) makes, which is not there");
    if (r.projects && r.late > 0) p.say(me, ": a recurrence has late gates or projects, not both");
}

/// Complains of a table, or of cells that are no single number.
template <lookup_layer L>
constexpr void check_lookup(const L& l, shape in, problem& p) {
    const label me = label_of(l, in);
    const parameter_list given = l.parameters(in);
    if (given.count != 1 || given.all[0].extent.rank != 2)
        p.say(me, ": parameters() must have one table [rows x channels], got ", given.all[0].extent, " and ",
              given.count - 1, " more");
    const dims& table = given.all[0].extent;
    if (table.d[0] < 1) p.say(me, ": the table must have rows, got ", table.d[0]);
    if (table.d[1] < 1) p.say(me, ": the table must have channels, got ", table.d[1]);
    if (in.c != 1 && in.rank == 1)
        p.say(me, " needs numbers in cells of one channel, got the vector ", in, "; put reshape(", in.c, ", 1) before it");
    if (in.c != 1) p.say(me, " needs cells of one channel, a row's number, got ", in);
}

/// The extent that a layer makes of its inputs; complaints go to `p`.
template <layer L>
constexpr shape shape_made(const L& l, const shape* in, int count, problem& p) {
    if constexpr (input_layer_like<L>) {
        if (l.extent.h < 1 || l.extent.w < 1 || l.extent.c < 1)
            p.say("input: every extent must be positive, got ", l.extent);
        return l.extent;
    } else if constexpr (join_layer<L> || concat_layer<L>) {
        return l.out(in, count, p);
    } else if constexpr (lookup_layer<L>) {
        if constexpr (requires { l.out(in[0], p); }) l.out(in[0], p);
        check_lookup(l, in[0], p);
        return {in[0].h, in[0].w, l.parameters(in[0]).all[0].extent.d[1], in[0].rank};
    } else if constexpr (requires { l.out(in[0], p); }) {
        return l.out(in[0], p);
    } else if constexpr (recurrence_layer<L>) {
        check_recurrence(l, in[0], p);
        const recurrence_facts r = l.recurs(in[0]);
        return r.last ? shape::vector(r.answer) : shape::signal(in[0].w, r.answer);
    } else if constexpr (fold_layer<L>) {
        check_window(l, in[0], p);
        if (p.found()) return in[0];
        const window w = l.reads(in[0]);
        shape s = in[0];
        s.h = cells_made(s.h, w.top, w.bottom, w.reach_h(), w.stride.h);
        s.w = cells_made(s.w, w.left, w.right, w.reach_w(), w.stride.w);
        if (s.h < 1 || s.w < 1) p.say(name_of<L>(), ": window ", w.kh, "x", w.kw, " is larger than its input ", in[0]);
        return s;
    } else {
        return in[0];
    }
}

template <layer L>
constexpr facts facts_of(const L& l, shape in, shape out) {
    facts f;
    const parameter_list given = parameters_of(l, in);
    f.parameters = given.count;
    f.weights = given.size();
    f.operands = operands_of<L>();
    f.per_channel = f.operands > 0;
    if constexpr (requires { L::identity; }) f.identity = L::identity;
    if constexpr (input_layer_like<L>) {
        f.kind = family::input;
    } else if constexpr (join_layer<L>) {
        f.kind = family::join;
        f.flops = out.size();
    } else if constexpr (concat_layer<L>) {
        f.kind = family::concat;
    } else if constexpr (map_layer<L>) {
        f.kind = family::map;
        f.flops = out.size();
        if constexpr (requires { L::affine; }) f.affine = L::affine;
        if constexpr (requires { L::monotone; }) f.monotone = L::monotone;
    } else if constexpr (contraction_layer<L>) {
        const contraction_facts c = l.contracts(in);
        f.kind = family::contraction;
        f.reads = l.reads(in);
        f.groups = c.groups, f.bias = c.bias, f.transposed = c.transposed;
        if constexpr (states_weights<L>) f.stated = true, f.parameters = 0;
        const shape cells = c.transposed ? in : out;  // each weight is used once for each of these
        f.flops = 2 * (f.weights - (c.bias ? out.c : 0)) * cells.h * cells.w + (c.bias ? out.size() : 0);
    } else if constexpr (fold_layer<L>) {
        f.kind = family::fold;
        f.reads = l.reads(in);
        f.flops = out.size() * f.reads.kh * f.reads.kw;
        if constexpr (requires { L::takes_max; }) f.takes_max = L::takes_max;
    } else if constexpr (move_layer<L>) {
        f.kind = family::move;
        f.reads = window{.kh = in.h, .kw = in.w};
        if constexpr (requires { l.reads(in); }) f.reads = l.reads(in);
        if constexpr (requires { L::reorders; }) f.reorders = L::reorders;
        if constexpr (requires { L::taps; }) f.flops = 2 * out.size() * L::taps;
    } else if constexpr (normalise_layer<L>) {
        const normalise_facts n = l.over(in);
        f.kind = family::normalise;
        f.over = n.over, f.groups = n.groups, f.span = n.span;
        if (n.over == axis::space) f.reads = window{.kh = in.h, .kw = in.w};
        f.flops = out.size() * 2 * (1 + static_cast<long long>(L::reductions.size()));
    }
    if constexpr (recurrence_layer<L>) {
        f.kind = family::recurrence;
        f.recurs = l.recurs(in);
        f.flops = in.w * (2 * f.weights + f.recurs.units * 8LL * f.recurs.gates);
    }
    if constexpr (lookup_layer<L>) {
        f.kind = family::lookup;
        f.unread = f.weights > out.size() ? f.weights - out.size() : 0;
    }
    if constexpr (requires { l.known(f); }) l.known(f);
    return f;
}

}  // namespace fusenet
