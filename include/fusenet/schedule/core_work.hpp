// core_work: what one inference takes of a core without vectors and without caches: products, instructions, cycles; counted
// from the loops of the kernels that know every extent.
#pragma once

#include <fusenet/schedule/specialised.hpp>

namespace fusenet::schedule {

struct core_work {
    long long products = 0;      // multiplications with an addition
    long long instructions = 0;  // of all kinds, products among them

    /// Of a core that issues one instruction in a cycle, takes three for a product, and never waits for memory: a
    /// Cortex-M4 or M33. One that issues two, a Cortex-M7, takes between half of these and all.
    constexpr long long cycles() const { return instructions + 2 * products; }

    constexpr core_work& operator+=(const core_work& o) {
        products += o.products, instructions += o.instructions;
        return *this;
    }
    constexpr bool operator==(const core_work&) const = default;
};

namespace detail {

constexpr bool takes_exponential(known_map m) {
    return m == known_map::elu || m == known_map::sigmoid || m == known_map::tanh || m == known_map::gelu || m == known_map::silu;
}

/// How many taps of all windows along one axis lie inside.
constexpr long long taps_inside(int made, int extent, int count, int stride, int apart, int before) {
    long long inside = 0;
    for (int i = 0; i < made; ++i)
        for (int k = 0; k < count; ++k) {
            const int at = i * stride - before + k * apart;
            inside += at >= 0 && at < extent;
        }
    return inside;
}

/// Rows of windows that lie inside, of all outputs.
constexpr long long window_rows(const fixed_stage& f) {
    return taps_inside(f.out.h, f.in.h, f.reads.kh, f.reads.stride.h, f.reads.dilation.h, f.reads.top) * f.out.w;
}
/// Cells under all windows.
constexpr long long window_cells(const fixed_stage& f) {
    return taps_inside(f.out.h, f.in.h, f.reads.kh, f.reads.stride.h, f.reads.dilation.h, f.reads.top) *
           taps_inside(f.out.w, f.in.w, f.reads.kw, f.reads.stride.w, f.reads.dilation.w, f.reads.left);
}

}  // namespace detail

/// Of stage `s`; `steps` are the maps and joins behind it. The numbers are instructions of a loop: to begin and end it, for
/// each row of a window, and for each value.
template <int C, int N, int E>
constexpr core_work work_of(const plan::stage_list<C>& list, const plan::stage& s, const ir<N, E>& net, const target& machine) {
    const shape out = list.tensors[s.out].extent, in = list.tensors[s.in].extent;
    core_work w;
    w.instructions = out.size() * 7;  // stored through the epilogue
    for (int k = s.first_step; k < s.first_step + s.steps; ++k)
        w.instructions += out.size() * (detail::takes_exponential(net.nodes[list.steps[k].node].is.known) ? 45 : 5);
    if (s.does == plan::op::contraction || s.does == plan::op::depthwise) {
        const fixed_stage f = fixed_stage_of(list, s, net, machine);
        const bool each = s.does == plan::op::depthwise;
        const long long width = each ? scalars_together(f.in.c, 8) : f.width, from = each ? 1 : f.in.c / f.groups;
        const long long panels = each ? (f.in.c + width - 1) / width : f.groups * ((f.out.c / f.groups + width - 1) / width);
        const long long cells = detail::window_cells(f), runs = detail::window_rows(f);
        w.products = cells * panels * width * from;
        w.instructions += 1LL * out.h * out.w * (20 + panels * (20 + 3 * width)) + runs * panels * 8 +
                          cells * panels * (from * ((each ? 3 : 2) * width + 4));
    } else if (s.does == plan::op::fold) {
        const fixed_stage f = fixed_stage_of(list, s, net, machine);
        w.instructions += 1LL * out.h * out.w * 20 + detail::window_rows(f) * f.in.c * 6 + detail::window_cells(f) * f.in.c * 6;
    } else if (s.does == plan::op::total) {
        w.instructions += in.size() * 5;
    } else if (s.does == plan::op::normalise) {
        w.instructions += in.size() * 60;
    } else if (s.does == plan::op::recurrence) {
        const recurrence_facts& is = net.nodes[s.node].is.recurs;
        w.products = s.flops / 2;
        w.instructions += 3 * w.products + 30LL * in.h * in.w * is.units * (is.gates + 1);  // each gate has an exponential
    } else {
        w.instructions += in.size() * 8 + s.flops * 3 / 2;
    }
    return w;
}

/// Of a whole network.
template <int C, int N, int E>
constexpr core_work work_of(const plan::stage_list<C>& list, const ir<N, E>& net, const target& machine) {
    core_work all;
    for (int s = 0; s < list.stage_count; ++s) all += work_of(list, list.stages[s], net, machine);
    return all;
}

}  // namespace fusenet::schedule
