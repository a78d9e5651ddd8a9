// pack: from given parameters to what the kernels stream: affine maps folded in, filters in panels, operands in vectors.
#pragma once

#include <algorithm>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/schedule/weight_layout.hpp>
#include <fusenet/schedule/winograd.hpp>
#include <type_traits>
#include <vector>

namespace fusenet::cpu {

/// Prepares the weights of `Plan` once, when they are loaded.
template <class Plan>
class packer {
public:
    packer(const float* given, float* to) : given_(given), to_(to) {}

    /// All that the kernels read.
    void pack() const { pack([](int) { return false; }); }

    /// All that the kernels read, but for the contractions that `skips(stage)`.
    template <class Skips>
    void pack([[maybe_unused]] Skips skips) const {
        std::fill_n(to_, Plan::layout.floats, 0.f);
        const auto& list = Plan::stages;
        for (int s = 0; s < list.stage_count; ++s) {
            const plan::stage& st = list.stages[s];
            if constexpr (contracts)
                if ((st.does == plan::op::contraction || st.does == plan::op::depthwise) && !skips(s))
                    pack_contraction(s, Plan::owners.of[s] == library::eigen, to_ + Plan::layout.weights[s], bias_of(s));
            if (st.does == plan::op::normalise) pack_operands(st.node, to_ + Plan::layout.stage_operands[s]);
            for (int k = st.first_step; k < st.first_step + st.steps; ++k)
                if (list.steps[k].other < 0) pack_operands(list.steps[k].node, to_ + Plan::layout.operands[k]);
        }
    }

    /// The filters of stage `s` as rows [out][kh][kw][in of a group], as a library takes them; its biases go where
    /// the kernels would find them.
    void pack_rows(int s, float* rows) const { pack_contraction(s, true, rows, bias_of(s)); }

private:
    static constexpr bool contracts = [] {
        for (int s = 0; s < Plan::stage_count; ++s) {
            const plan::op does = Plan::stages.stages[s].does;
            if (does == plan::op::contraction || does == plan::op::depthwise) return true;
        }
        return false;
    }();

    float* bias_of(int s) const { return to_ + Plan::layout.bias[s]; }

    const float* given_;
    float* to_;

    /// The parameters of a layer of the graph, in its order.
    struct given_parameters {
        const float* values[parameter_list::most]{};
        long long sizes[parameter_list::most]{};
    };
    given_parameters parameters_of_layer(int layer) const {
        given_parameters g;
        const auto& names = Plan::parameter_names;
        const int first = names.first_of[layer], count = Plan::written.nodes[layer + 1].is.parameters;
        for (int k = 0; k < count; ++k) {
            g.values[k] = given_ + names.all[first + k].offset;
            g.sizes[k] = names.all[first + k].extent.size();
        }
        return g;
    }

    /// What a map or a normalisation takes beside a cell of channel c.
    template <class T, class L>
    static void operands(const L& l, const given_parameters& g, int c, T* to) {
        if constexpr (requires { l.prepare(g.values, c, to); }) {
            l.prepare(g.values, c, to);
        } else {
            for (int k = 0; k < operands_of<L>(); ++k) to[k] = T(g.values[k][g.sizes[k] == 1 ? 0 : c]);
        }
    }

    /// gain and shift of channel c of the affine maps `nodes`, one after the other: f(1) - f(0) and f(0).
    struct affine {
        double gain = 1, shift = 0;
    };
    affine composed(const short* maps, const short* first_channels, int count, int c) const {
        affine a;
        for (int k = 0; k < count; ++k)
            Plan::net.visit(maps[k], [&](const auto& l) {
                using L = std::remove_cvref_t<decltype(l)>;
                if constexpr (map_layer<L>) {
                    double o[3]{};
                    operands(l, parameters_of_layer(maps[k]), first_channels[k] + c, o);
                    auto at = [&](double x) -> double {
                        if constexpr (operands_of<L>() == 0) return l(x);
                        else if constexpr (operands_of<L>() == 1) return l(x, o[0]);
                        else return l(x, o[0], o[1]);
                    };
                    const double shift = at(0), gain = at(1) - shift;
                    a = {a.gain * gain, a.shift * gain + shift};
                }
            });
        return a;
    }

    void pack_operands(int node, float* to) const {
        const ir_node& n = Plan::graph.nodes[node];
        if (n.is.operands == 0) return;
        const long long block = schedule::channel_floats(n.out.c);
        Plan::net.visit(n.layer, [&](const auto& l) {
            using L = std::remove_cvref_t<decltype(l)>;
            if constexpr (operands_of<L>() > 0) {
                const given_parameters g = parameters_of_layer(n.layer);
                for (int c = 0; c < n.out.c; ++c) {
                    double o[3]{};
                    operands(l, g, n.first_channel + c, o);
                    for (int k = 0; k < operands_of<L>(); ++k) to[k * block + c] = static_cast<float>(o[k]);
                }
            }
        });
    }

    void pack_contraction(int s, bool rows, float* weights, float* bias) const {
        const plan::stage& st = Plan::stages.stages[s];
        const ir_node& n = Plan::graph.nodes[st.node];
        schedule::packing p = schedule::packing_of(n, st.does == plan::op::depthwise, Plan::machine, rows ? 0 : st.tile);
        p.rows = rows;
        if (n.siblings == 0) {
            pack_filters(n, n.layer, n, n, p, n.out.c, 0, weights, bias);
            return;
        }
        int first = 0;
        for (int k = n.merged_from; k < n.merged_from + n.siblings; ++k) {
            const sibling& part = Plan::graph.merged[k];
            pack_filters(n, part.layer, part, n, p, part.channels, first, weights, bias);
            first += part.channels;
        }
    }

    /// The filters of one layer, as outputs [first, first + count) of the stage. `inner` are the maps that this layer
    /// folds; where siblings were merged, `outer` are those folded around all of them.
    void pack_filters(const ir_node& n, int layer, const folded_maps& inner, const folded_maps& outer,
                      const schedule::packing& p, int count, int first, float* weights, float* bias) const {
        const given_parameters g = parameters_of_layer(layer);
        const bool own_bias = Plan::written.nodes[layer + 1].is.bias, merged = &inner != static_cast<const folded_maps*>(&outer);
        const bool depthwise = !p.panels && !n.is.transposed;
        const int to_of = depthwise ? 1 : p.to;

        std::vector<affine> in(static_cast<std::size_t>(n.in.c));
        for (int c = 0; c < n.in.c; ++c) {
            affine a = merged ? composed(outer.before, outer.before_channel, outer.folded_before, c) : affine{};
            const affine b = composed(inner.before, inner.before_channel, inner.folded_before, c);
            in[static_cast<std::size_t>(c)] = {a.gain * b.gain, a.shift * b.gain + b.shift};
        }
        for (int o = 0; o < count; ++o) {
            affine out = composed(inner.after, inner.after_channel, inner.folded_after, o);
            if (merged) {
                const affine b = composed(outer.after, outer.after_channel, outer.folded_after, first + o);
                out = {out.gain * b.gain, out.shift * b.gain + b.shift};
            }
            const int made = first + o, group = made / to_of, within = made % to_of;
            double sum = own_bias ? g.values[1][o] : 0.0, taps[9]{};
            for (int i = 0; i < p.from; ++i) {
                const affine& a = in[static_cast<std::size_t>(group * p.from + i)];
                for (int t = 0; t < p.taps; ++t) {
                    const long long at = n.is.transposed
                                             ? ((1LL * group * p.from + i) * to_of + within) * p.taps + t
                                             : (1LL * o * p.from + i) * p.taps + t;
                    const double w = g.values[0][at];
                    sum += w * a.shift;
                    const double folded = w * a.gain * out.gain;
                    if (p.tile) taps[t] = folded;
                    else weights[place(p, depthwise, group, within, i, t)] = static_cast<float>(folded);
                }
                if (p.tile) put_points(p, taps, weights + 1LL * (within / p.width * p.from + i) * p.width + within % p.width);
            }
            const long long slot = depthwise || p.rows ? made : 1LL * group * p.padded() + within;
            bias[slot] = static_cast<float>(sum * out.gain + out.shift);
        }
    }

    /// One 3x3 filter of one channel as the points of a tile.
    static void put_points(const schedule::packing& p, const double (&taps)[9], float* to) {
        const auto put = [&](const auto& form) {
            constexpr int points = std::remove_cvref_t<decltype(form)>::points;
            for (int a = 0; a < points; ++a)
                for (int b = 0; b < points; ++b) {
                    double sum = 0;
                    for (int t = 0; t < 9; ++t) sum += form.g[a][t / 3] * taps[t] * form.g[b][t % 3];
                    to[1LL * (a * points + b) * p.from * p.padded()] = static_cast<float>(sum);
                }
        };
        if (p.tile == 2) put(schedule::winograd_form<2>);
        else put(schedule::winograd_form<4>);
    }

    static long long place(const schedule::packing& p, bool depthwise, int group, int o, int i, int tap) {
        if (depthwise) return 1LL * tap * p.padded() + group;
        const long long k = 1LL * tap * p.from + i;
        if (p.rows) return (1LL * group * p.to + o) * p.depth() + k;
        return p.in_panels(group, o, i, tap);
    }
};

}  // namespace fusenet::cpu
