// check_layer: that what a layer states of itself fits together, so that kernels may rely on it.
#pragma once

#include <fusenet/graph/facts_of.hpp>

namespace fusenet {

/// Complains of operands without a parameter to take them from. With prepare() the layer sees to them itself.
template <layer L>
constexpr void check_operands(const L& l, shape in, problem& p) {
    if constexpr (operands_of<L>() > 0 && !requires(const float* const* given, float* to) { l.prepare(given, 0, to); }) {
        const parameter_list given = parameters_of(l, in);
        if (given.count < operands_of<L>())
            p.say(name_of<L>(), ": operands = ", operands_of<L>(), ", but parameters() has ", given.count);
        for (int k = 0; k < given.count && k < operands_of<L>(); ++k)
            if (const long long size = given.all[k].extent.size(); size != 1 && size != in.c)
                p.say(name_of<L>(), ": parameter \"", given.all[k].name, "\" must have one value for each of ", in.c,
                      " channels, or one for all, got ", given.all[k].extent);
    }
}

/// Complains of weights and extents that do not follow from the window and the channels.
template <contraction_layer L>
constexpr void check_contraction(const L& l, shape in, shape out, problem& p) {
    constexpr const char* me = name_of<L>();
    const contraction_facts c = l.contracts(in);
    const window w = l.reads(in);
    const parameter_list given = l.parameters(in);
    if (c.groups < 1 || in.c % c.groups || out.c % c.groups) {
        p.say(me, ": ", c.groups, " groups do not divide ", in.c, " and ", out.c, " channels");
        return;
    }
    const int expected = c.bias ? 2 : 1;
    if (states_weights<L> && c.bias) p.say(me, ": a layer that states its weights has no bias; put bias() behind it");
    if (given.count != expected)
        p.say(me, ": contracts() says bias = ", c.bias ? "true" : "false", ", so that parameters() must have ", expected, ", got ", given.count);
    const long long weights = 1LL * w.kh * w.kw * (in.c / c.groups) * out.c;
    if (given.count > 0 && given.all[0].extent.size() != weights)
        p.say(me, ": parameter \"", given.all[0].name, "\" must have ", weights, " values for a window of ", w.kh, "x", w.kw,
              " from ", in.c, " to ", out.c, " channels, got ", given.all[0].extent);
    if (c.bias && given.count > 1 && given.all[1].extent.size() != out.c)
        p.say(me, ": parameter \"", given.all[1].name, "\" must have one value for each of ", out.c, " channels, got ",
              given.all[1].extent);
    if (c.transposed) return;
    const int h = cells_made(in.h, w.top, w.bottom, w.reach_h(), w.stride.h);
    const int wide = cells_made(in.w, w.left, w.right, w.reach_w(), w.stride.w);
    if (out.h > h || out.w > wide)
        p.say(me, ": the window of reads() makes ", h, "x", wide, " cells, but out() says ", out);
}

template <layer L>
constexpr void check_layer(const L& l, shape in, shape out, problem& p) {
    check_window(l, in, p);
    if (!p.found()) check_operands(l, in, p);
    if constexpr (contraction_layer<L>)
        if (!p.found()) check_contraction(l, in, out, p);
}

}  // namespace fusenet
