// stamp_of<Plan>: the stamp of the weights that a plan's kernels stream, the same wherever it is planned.
#pragma once

#include <bit>
#include <fusenet/core/packed_weights.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/planned.hpp>
#include <type_traits>

namespace fusenet {

namespace detail {

constexpr void add_to(fingerprint& f, shape s) {
    for (int n : {s.h, s.w, s.c, s.rank}) f.add(n);
}
constexpr void add_to(fingerprint& f, const window& w) {
    for (int n : {w.kh, w.kw, w.stride.h, w.stride.w, w.dilation.h, w.dilation.w, w.up.h, w.up.w, w.top, w.left}) f.add(n);
}

/// Of the network as it is written: its layers, how they are joined, and the table of its parameters.
template <class Plan>
constexpr std::uint32_t fingerprint_of_network() {
    fingerprint f;
    for (int i = 0; i < Plan::written.node_count; ++i) {
        const ir_node& n = Plan::written.nodes[i];
        f.add(static_cast<int>(n.is.kind));
        add_to(f, n.out);
        add_to(f, n.is.reads);
        f.add(n.is.groups);
        const recurrence_facts& r = n.is.recurs;
        for (int x : {r.units, r.answer, r.gates, r.late, r.apart, r.kept, r.operands, r.bias + 2 * r.projects + 4 * r.reversed + 8 * r.last})
            f.add(x);
        f.add(static_cast<int>(n.is.known));
        f.add(std::bit_cast<std::uint32_t>(n.is.alpha));
        f.add(std::bit_cast<std::uint32_t>(n.is.beta));
        for (int k = 0; k < n.inputs; ++k) f.add(Plan::written.input(i, k));
    }
    Plan::net.each([&](int, const auto& layer) {
        using L = std::remove_cvref_t<decltype(layer)>;
        for (const char* c = name_of<L>(); *c; ++c) f.add(static_cast<int>(*c));
        if constexpr (requires { layer.constants(f); }) layer.constants(f);
    });
    for (const parameter& p : Plan::parameter_table()) {
        for (char c : p.name.view()) f.add(static_cast<int>(c));
        for (int k = 0; k < p.extent.rank; ++k) f.add(p.extent.d[k]);
    }
    return f.value();
}

/// Of where everything lies, and in which order.
template <class Plan>
constexpr std::uint32_t fingerprint_of_layout() {
    fingerprint f;
    f.add(Plan::machine.lanes);
    for (int s = 0; s < Plan::stage_count; ++s) {
        const plan::stage& st = Plan::stages.stages[s];
        f.add(static_cast<int>(st.does));
        f.add(Plan::layout.weights[s]);
        f.add(Plan::layout.bias[s]);
        f.add(Plan::layout.stage_operands[s]);
        f.add(static_cast<int>(st.stored));
        for (int k = st.first_step; k < st.first_step + st.steps; ++k) f.add(Plan::layout.operands[k]);
        if (st.does == plan::op::recurrence && schedule::recurrent_form_of(Plan::graph.nodes[st.node], Plan::machine).paired) f.add(1);
        if (st.does != plan::op::contraction && st.does != plan::op::depthwise) continue;
        const schedule::packing p = schedule::packing_of(Plan::graph.nodes[st.node], st, Plan::machine);
        for (int n : {p.groups, p.from, p.to, p.taps, p.width, p.tile, p.together, static_cast<int>(p.strassen), static_cast<int>(p.single)}) f.add(n);
    }
    return f.value();
}

}  // namespace detail

template <class Plan>
inline constexpr weight_stamp stamp_of{packing_form, detail::fingerprint_of_network<Plan>(), detail::fingerprint_of_layout<Plan>(),
                                       static_cast<std::uint32_t>(Plan::layout.floats)};

}  // namespace fusenet
