// Chains of layers as one nest, whatever grouping would make of them, in a cache of a size that the test chooses.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "../plan/planning.hpp"
#include "../plan/sketch.hpp"

namespace fusenet::test {

/// All stages of a network as one range.
struct chain {
    std::string name;
    plan::stage_list<plan::stage_former<96, 192>::capacity> stages;
    plan::nest_range range;
};

inline chain chain_of(std::string name, const small_ir& net) {
    chain c{std::move(name), plan::form_stages(net, target{}, true), {}};
    c.range.end = c.stages.stage_count;
    c.range.result = c.stages.tensors[c.stages.stages[c.stages.stage_count - 1].out].storage;
    c.range.shares = plan::share(c.stages, 0, c.stages.stage_count, target{});
    return c;
}

/// The rows of its input that row y of a stage's output reads, tap by tap.
inline std::vector<int> rows_needed(const window& w, int height, int y) {
    std::vector<int> rows;
    for (int k = 0; k<w.reach_h(); k += w.up.h> 1 ? 1 : w.dilation.h) {
        const int at = y * w.stride.h - w.top + k;
        if (at >= 0 && at / w.up.h < height) rows.push_back(at / w.up.h);
    }
    return rows;
}

/// What stage i of a nest reads to make (or, where it totals, to take in) row y: f(local, row).
template <int S, class F>
void each_row_read(const nest::nest<S>& n, int i, int y, F f) {
    const nest::local_stage& s = n.stages[i];
    if (s.does == plan::op::total) return f(s.in, y);
    for (int row : rows_needed(s.reads, n.tensors[s.in].height, y)) f(s.in, row);
    for (int k = 0; k < s.join_count; ++k) f(s.joins[k], y);
}

/// Chains of many windows, strides and paddings on maps of `height` rows; those that fit it.
inline std::vector<chain> all_chains(int height) {
    std::vector<chain> all;
    const shape in = shape::image(height, 5, 4);
    auto keep = [&](std::string name, const network_sketch& net, int last) {
        if (last > 0) all.push_back(chain_of(std::move(name), network_sketch(net).finish()));
    };
    struct piece {
        int kernel, stride, top, bottom, dilation;
    };
    const piece pieces[] = {{1, 1, 0, 0, 1}, {3, 1, 1, 1, 1}, {3, 1, 0, 0, 1}, {3, 2, 1, 1, 1},
                            {3, 2, 0, 1, 1}, {2, 2, 0, 0, 1}, {5, 1, 2, 2, 1}, {7, 2, 3, 3, 1},
                            {3, 1, 2, 2, 2}, {3, 3, 0, 2, 1}, {1, 2, 0, 0, 1}, {4, 1, 3, 0, 1}};
    auto on = [](const piece& p) {
        return conv_layer{
            {p.kernel, 1}, 3, {.stride = {p.stride, 1}, .pad = {p.top, 0, p.bottom, 0}, .dilation = {p.dilation, 1}}};
    };
    auto name_of = [](const piece& p) {
        return std::to_string(p.kernel) + "/" + std::to_string(p.stride) + " padded by " + std::to_string(p.top) + "+" +
               std::to_string(p.bottom);
    };
    for (const piece& a : pieces)
        for (const piece& b : pieces) {
            network_sketch net(in);
            keep(name_of(a) + ", " + name_of(b), net, net.add(on(b), {net.add(on(a), {0})}));
        }
    {
        network_sketch net(in);
        const int wide = net.add(conv<1, 1>(9), {0}),
                  made = net.add(conv<1, 1>(4), {net.add(depthwise<3>({.pad = 1}), {wide})});
        keep("inverted residual", net, net.add(add(), {made, 0}));
    }
    {
        network_sketch net(in);
        const int a = net.add(conv<1, 1>(2), {0});
        const int parts =
            net.add(concat_channels(), {net.add(conv<1, 1>(3), {a}), net.add(conv<3, 3>(3, {.pad = 1}), {a}),
                                        net.add(conv<5, 5>(2, {.pad = 2}), {a})});
        keep("concat, pool", net, net.add(maxpool<3>({.stride = 2}), {parts}));
    }
    {
        network_sketch net(in);
        const int a = net.add(conv<3, 3>(4, {.pad = 1}), {0}), b = net.add(conv<3, 3>(4, {.pad = 1}), {a});
        keep("residual inside, total", net,
             net.add(global_avgpool(), {net.add(add(), {a, net.add(conv<5, 5>(4, {.pad = 2}), {b})})}));
    }
    {
        network_sketch net(in);
        const int a = net.add(conv<3, 3>(4, {.stride = 2, .pad = 1}), {0});
        keep("down, up, across", net, net.add(conv<3, 3>(4, {.pad = 1}), {net.add(upsample(3), {a})}));
    }
    return all;
}

}  // namespace fusenet::test
