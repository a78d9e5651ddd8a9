// pack: from given parameters to what the kernels stream: affine maps folded, filters in panels, operands in vectors.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/backends/cpu/filters.hpp>
#include <fusenet/backends/cpu/pack_recurrence.hpp>
#include <fusenet/backends/cpu/pack_stated.hpp>
#include <fusenet/backends/cpu/pack_table.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/weights/check_values.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace fusenet::cpu {

/// Prepares the weights of `Plan` once, when they are loaded. What it takes from a source that is no memory it reads
/// through some hundred KiB, or a filter if that is larger. Fails only where the source does.
template <class Plan>
class packer {
public:
    /// `to` holds zeros or, unless it is `fresh`, what an earlier packer left there.
    packer(value_source& given, float* to, bool fresh) : given_(given), to_(to), fresh_(fresh) {}

    /// All that the kernels read.
    status pack() {
        return pack([](int) { return false; });
    }

    /// All that the kernels read, but for the contractions that `skips(stage)`.
    template <class Skips>
    status pack([[maybe_unused]] Skips skips) {
        const auto& list = Plan::stages;
        status done;
        for (int s = 0; s < list.stage_count && done; ++s) {
            const plan::stage& st = list.stages[s];
            if constexpr (contracts)
                if ((st.does == plan::op::contraction || st.does == plan::op::depthwise) && !skips(s))
                    done = pack_contraction(s, Plan::owners.of[s] == library::eigen, to_ + Plan::layout.weights[s]);
            if (st.does == plan::op::recurrence) done = pack_steps(st.node, to_ + Plan::layout.weights[s]);
            if (st.does == plan::op::lookup) done = pack_rows_of(s, to_ + Plan::layout.weights[s]);
            if (st.does == plan::op::normalise) done = pack_operands(st.node, to_ + Plan::layout.stage_operands[s]);
            for (int k = st.first_step; k < st.first_step + st.steps && done; ++k)
                if (list.steps[k].other < 0) done = pack_operands(list.steps[k].node, to_ + Plan::layout.operands[k]);
        }
        return done;
    }

    /// The filters of stage `s` as rows [out][kh][kw][in of a group], as a library takes them; its biases go where
    /// the kernels would find them.
    status pack_rows(int s, float* rows) { return pack_contraction(s, true, rows); }

private:
    static constexpr bool contracts = [] {
        for (int s = 0; s < Plan::stage_count; ++s) {
            const plan::op does = Plan::stages.stages[s].does;
            if (does == plan::op::contraction || does == plan::op::depthwise) return true;
        }
        return false;
    }();

    value_source& given_;
    float* to_;
    bool fresh_;
    std::vector<float> room_, held_;

    /// The parameters of a layer of the graph, in its order.
    struct given_parameters {
        const float* values[parameter_list::most]{};
        long long sizes[parameter_list::most]{};
    };
    static std::size_t first_row_of(int layer) {
        return static_cast<std::size_t>(Plan::parameter_names.first_of[layer]);
    }

    /// Brings a layer's parameters to memory, but for the first `skipped`, whose values stay nullptr.
    [[gnu::cold]] status hold(int layer, int skipped, given_parameters& g) {
        const int count = Plan::written.nodes[layer + 1].is.parameters;
        long long floats = 0;
        for (int k = 0; k < count; ++k) {
            g.sizes[k] = given_.table()[first_row_of(layer) + static_cast<std::size_t>(k)].extent.size();
            floats += k < skipped ? 0 : g.sizes[k];
        }
        held_.resize(static_cast<std::size_t>(floats));
        auto free = std::span(held_);
        for (int k = skipped; k < count; ++k) {
            const std::size_t row = first_row_of(layer) + static_cast<std::size_t>(k);
            g.values[k] = given_.lying(row);
            if (g.values[k]) continue;
            const auto values = free.first(static_cast<std::size_t>(g.sizes[k]));
            if (const status read = given_.read(row, 0, values); !read) return read;
            // once more: a file may have changed since all was checked
            if (const status good = check_values(given_.name(), given_.table()[row], values); !good) return good;
            g.values[k] = values.data();
            free = free.subspan(values.size());
        }
        return {};
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

    /// The affine maps `nodes`, one after the other, of `channels` channels from `first` on: f(1) - f(0) and f(0).
    /// Empty where there are none.
    status compose(const short* maps, const int* first_channels, int count, int first, int channels,
                   std::vector<affine>& all) {
        all.assign(static_cast<std::size_t>(count ? channels : 0), affine{});
        status done;
        for (int k = 0; k < count && done; ++k)
            Plan::net.visit(maps[k], [&](const auto& l) {
                using L = std::remove_cvref_t<decltype(l)>;
                if constexpr (map_layer<L>) {
                    given_parameters g;
                    done = hold(maps[k], 0, g);
                    if (!done) return;
                    for (int c = 0; c < channels; ++c) {
                        double o[3]{};
                        operands(l, g, first_channels[k] + first + c, o);
                        auto at = [&](double x) -> double {
                            if constexpr (operands_of<L>() == 0) return l(x);
                            else if constexpr (operands_of<L>() == 1) return l(x, o[0]);
                            else return l(x, o[0], o[1]);
                        };
                        const double shift = at(0), gain = at(1) - shift;
                        affine& a = all[static_cast<std::size_t>(c)];
                        a = {a.gain * gain, a.shift * gain + shift};
                    }
                }
            });
        return done;
    }
    /// `then` after `all`, of which either may be empty.
    static void follow(std::vector<affine>& all, const std::vector<affine>& then) {
        if (all.empty()) all = then;
        else if (!then.empty())
            for (std::size_t c = 0; c < all.size(); ++c)
                all[c] = {all[c].gain * then[c].gain, all[c].shift * then[c].gain + then[c].shift};
    }

    [[gnu::cold]] status pack_operands(int node, float* to) {
        const ir_node& n = Plan::graph.nodes[node];
        if (n.is.operands == 0) return {};
        const long long block = schedule::channel_floats(n.out.c);
        status done;
        Plan::net.visit(n.layer, [&](const auto& l) {
            using L = std::remove_cvref_t<decltype(l)>;
            if constexpr (operands_of<L>() > 0) {
                given_parameters g;
                done = hold(n.layer, 0, g);
                if (!done) return;
                for (int c = 0; c < n.out.c; ++c) {
                    double o[3]{};
                    operands(l, g, n.first_channel + c, o);
                    for (int k = 0; k < operands_of<L>(); ++k) to[k * block + c] = static_cast<float>(o[k]);
                }
            }
        });
        return done;
    }

    [[gnu::cold]] status pack_steps(int node, float* to) {
        const ir_node& n = Plan::graph.nodes[node];
        given_parameters g;
        const status held = hold(n.layer, n.is.recurs.summed ? 1 : 0, g);
        if (held) pack_recurrence(schedule::recurrent_form_of(n, Plan::machine), g.values, to);
        return held;
    }

    [[gnu::cold]] status pack_rows_of(int s, float* to) {
        const ir_node& n = Plan::graph.nodes[Plan::stages.stages[s].node];
        const auto form = schedule::table_form_of(n, Plan::stages.stages[s], Plan::machine);
        return pack_table(given_, first_row_of(n.layer), form, room_, to);
    }

    [[gnu::cold]] status pack_contraction(int s, bool rows, float* weights) {
        const plan::stage& st = Plan::stages.stages[s];
        const ir_node& n = Plan::graph.nodes[st.node];
        float* const bias = to_ + Plan::layout.bias[s];
        filters all;
        all.depthwise = st.does == plan::op::depthwise;
        all.transposed = n.is.transposed;
        all.form = schedule::packing_of(n, all.depthwise, Plan::machine, rows ? 0 : st.tile,
                                        rows ? weight_storage::float32 : st.stored, !rows && st.strassen, !rows && st.single);
        all.form.rows = rows;
        all.to = weights;
        if (all.form.strassen && !fresh_) std::fill_n(weights, all.form.floats(), 0.f);  // to which filters are added
        if (n.siblings == 0) return pack_filters(n, n.layer, n, nullptr, n.out.c, all, bias);
        status done;
        for (int k = n.merged_from; k < n.merged_from + n.siblings && done; ++k) {
            const sibling& part = Plan::graph.merged[k];
            done = pack_filters(n, part.layer, part, &n, part.channels, all, bias);
            all.first += part.channels;
        }
        return done;
    }

    /// The filters of one layer, `count` outputs from all.first on. `inner` are the maps that this layer folds; where
    /// siblings were merged, `outer` are those folded around all of them.
    [[gnu::cold]] status pack_filters(const ir_node& n, int layer, const folded_maps& inner, const folded_maps* outer, int count,
                        filters& all, float* bias) {
        std::vector<affine> in, out, more;
        status done;
        if (outer) done = compose(outer->before, outer->before_channel, outer->folded_before, 0, n.in.c, in);
        if (done) done = compose(inner.before, inner.before_channel, inner.folded_before, 0, n.in.c, more);
        follow(in, more);
        if (done) done = compose(inner.after, inner.after_channel, inner.folded_after, 0, count, out);
        if (done && outer) {
            done = compose(outer->after, outer->after_channel, outer->folded_after, all.first, count, more);
            follow(out, more);
        }
        given_parameters g;
        if (done) done = hold(layer, 1, g);
        if (!done) return done;
        all.sums.assign(static_cast<std::size_t>(count), 0.0);
        if (Plan::written.nodes[layer + 1].is.bias) std::copy_n(g.values[1], count, all.sums.begin());
        all.in = in, all.out = out;
        const std::size_t row = first_row_of(layer);
        const auto put = [&](long long at, std::span<const float> values) { all.put(at, values); };
        const ir_node& written = Plan::written.nodes[layer + 1];
        if (written.is.stated)
            Plan::net.visit(layer, [&](const auto& l) {
                if constexpr (states_weights<std::remove_cvref_t<decltype(l)>>) pack_stated(l, written.in, room_, all);
            });
        else if (!given_.all_zero(row)) done = each_piece(given_, row, room_, put);
        const bool folds = !in.empty() || !out.empty();
        if (done && all.too_much.at >= 0)
            return too_large_for(all.form.stored, given_.name(), given_.table()[row], all.too_much, folds);
        for (int o = 0; o < count; ++o) {
            const int made = all.first + o, group = made / all.form.to, within = made % all.form.to;
            const long long slot = all.depthwise || all.form.rows ? made : all.form.bias_at(group, within);
            const affine a = out.empty() ? affine{} : out[static_cast<std::size_t>(o)];
            bias[slot] = static_cast<float>(all.sums[static_cast<std::size_t>(o)] * a.gain + a.shift);
        }
        return done;
    }
};

}  // namespace fusenet::cpu
