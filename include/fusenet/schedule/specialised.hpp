// specialised: which stages run on kernels that know every extent, and how these are shaped.
#pragma once

#include <fusenet/plan/stage.hpp>
#include <fusenet/schedule/weight_layout.hpp>

namespace fusenet::schedule {

/// A map as such a kernel sees it: all but where it lies.
struct fixed_map {
    int h = 1, w = 1, c = 0;
    int pitch = 0;  // floats from cell to cell
    constexpr bool operator==(const fixed_map&) const = default;
};

/// A stage that reads windows, with all its extents.
struct fixed_stage {
    window reads{};
    fixed_map in{}, out{};
    int groups = 1, width = 1;  // of a contraction: channels of a panel
    bool single = false;        // one output
    long long tap = 0;          // of a convolution of each channel: floats from one tap's weights to the next

    constexpr bool operator==(const fixed_stage&) const = default;
};

template <int C>
constexpr fixed_map fixed_map_of(const plan::stage_list<C>& list, int t) {
    const plan::tensor& x = list.tensors[t];
    return {x.extent.h, x.extent.w, x.extent.c, x.pitch(list.root(t))};
}

template <int C, int N, int E>
constexpr fixed_stage fixed_stage_of(const plan::stage_list<C>& list, const plan::stage& s, const ir<N, E>& net, const target& machine) {
    fixed_stage f{s.reads, fixed_map_of(list, s.in), fixed_map_of(list, s.out)};
    if (s.does != plan::op::contraction && s.does != plan::op::depthwise) return f;
    const packing p = packing_of(net.nodes[s.node], s, machine);
    f.single = s.single;
    f.groups = p.groups, f.width = p.width, f.tap = p.padded();
    return f;
}

inline constexpr long long few_products = 16384;  // of a stage that makes one cell

/// Whether stage `s` runs on such a kernel: where memory is the target's limit, code counts as well, and the general
/// kernels' is long; and where a single cell takes so few products that finding out how to make them would count. Not
/// what goes by tiles, by groups that share a vector, or transposed.
template <int C, int N, int E>
constexpr bool specialised(const plan::stage_list<C>& list, const plan::stage& s, const ir<N, E>& net, const target& machine) {
    if (s.reads.up != extent2(1)) return false;
    if (!machine.least_memory) {
        const shape in = list.tensors[s.in].extent, out = list.tensors[s.out].extent;
        if (s.does != plan::op::contraction || out.h * out.w > 1 || !s.reads.covers(in) || s.groups > 1) return false;
        if (in.size() * out.c > few_products || list.tensors[s.in].pitch(list.root(s.in)) != in.c) return false;
    }
    if (s.does == plan::op::fold || s.does == plan::op::depthwise) return true;
    if (s.does != plan::op::contraction || s.tile || s.strassen) return false;
    return !net.nodes[s.node].is.transposed && packing_of(net.nodes[s.node], s, machine).together == 0;
}

}  // namespace fusenet::schedule
