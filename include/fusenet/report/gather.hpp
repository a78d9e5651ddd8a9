// gather: from a planned network to its summary.
#pragma once

#include <fusenet/planned.hpp>
#include <fusenet/report/expression.hpp>
#include <fusenet/report/reason.hpp>
#include <fusenet/report/summary.hpp>
#include <type_traits>
#include <utility>

namespace fusenet::report {

/// The rows of every step, as one thread would make them, and what a seam in the middle makes twice.
template <int S>
void gather_steps(const nest::nest<S>& n, nest_entry& to) {
    auto walked = [&](int from, int end, auto each_step) {
        auto w = nest::begin_at(n, from);
        while (w.have[n.driver] < end) {
            nest::next_step(n, w, end);
            each_step(w);
            w.have[n.driver] = w.want[n.driver];
            for (int t = 0; t < n.tensor_count; ++t) w.have[t] = w.want[t];
        }
        return w;
    };
    walked(0, n.height(), [&](const auto& w) {
        list<row_motion> step;
        for (int t = 0; t < n.tensor_count; ++t) step.add({w.base[t], w.have[t], w.want[t]});
        to.steps.add(step);
    });
    const int seam = n.height() / 2;
    const auto before = walked(0, seam, [](const auto&) {});
    const auto behind = nest::begin_at(n, seam);
    for (int t = 0; t < n.tensor_count; ++t) {
        const bool twice = n.tensors[t].band() && seam > 0 && before.have[t] > behind.have[t];
        to.made_twice.add(twice ? before.have[t] - behind.have[t] : 0);
    }
}

template <int S>
nest_entry gather_nest(const nest::nest<S>& n, const plan::nest_range& range, bool divided = true) {
    nest_entry e;
    e.range = range;
    for (int t = 0; t < n.tensor_count; ++t) e.tensors.add(n.tensors[t]);
    for (const nest::local_stage& s : n.stages) e.stages.add(s);
    e.driver = n.driver, e.height = n.height(), e.step = n.step;
    e.totals = n.totals, e.shares = divided ? n.shares : nest::split::none;
    gather_steps(n, e);
    return e;
}

template <class Plan>
class gatherer {
public:
    static summary all() {
        summary s;
        s.input = Plan::input, s.input_type = Plan::input_facts.type, s.input_layout = Plan::input_facts.ordered;
        for (int k = 0; k < Plan::output_count; ++k) s.outputs.add(Plan::output_at(k));
        for (int k = 0; k < Plan::output_count; ++k) s.output_tensors.add(Plan::stages.outputs[k]);
        for (int k = 0; k < Plan::log.rules; ++k) s.rules.add({Plan::log.name(k), Plan::log.fired[k]});
        s.machine = Plan::machine, s.fuses = Plan::fuses;
        s.layers = count_layers(Plan::written);
        s.parameters = Plan::parameter_count, s.parameter_floats = Plan::parameter_floats;
        s.flops = Plan::flops;
        for (int i = 0; i < Plan::written.node_count; ++i) s.flops_written += Plan::written.nodes[i].is.flops;
        s.traffic = Plan::traffic_bytes, s.layer_traffic = Plan::layer_traffic_bytes;
        s.arena = Plan::memory.floats * 4, s.arena_further = Plan::arena_bytes_for(2) - Plan::arena_bytes;
        s.arena_together = Plan::arena_bytes - s.arena, s.tail = Plan::tail.first, s.images_together = Plan::tail.images;
        s.arena_bound = Plan::memory.lower_bound * 4, s.state = Plan::state_bytes, s.streams = Plan::streams;
        if (s.machine.least_memory) s.work = schedule::work_of(Plan::stages, Plan::graph, Plan::machine);
        s.weight_bytes = Plan::weight_bytes;
        gather_tensors(s);
        [&]<int... N>(std::integer_sequence<int, N...>) {
            // An array, as clang folds expressions only to a depth of 256.
            for (const nest_entry& n : {gather_nest(Plan::template nest_at<N>, Plan::nests.nests[N],
                                                  Plan::pieces.worth && Plan::pieces.most[N] > 1)...})
                s.nests.add(n);
        }(std::make_integer_sequence<int, Plan::nest_count>());
        for (int n = 0; n < Plan::nest_count; ++n) gather_stages(s, n);
        gather_memory(s);
        return s;
    }

private:
    static constexpr const auto& stages = Plan::stages;

    template <class Net>
    static int count_layers(const Net& net) {
        int count = 0;
        for (int i = 1; i < net.node_count; ++i) count += net.nodes[i].alive && net.nodes[i].is.kind != family::input;
        return count;
    }

    static std::string label_at(int layer) {
        std::string label;
        const shape in = Plan::written.nodes[layer + 1].in;
        if (layer >= 0) Plan::net.visit(layer, [&](const auto& l) { label = label_of(l, in).view(); });
        return label;
    }

    /// The common beginning of the names of a layer's parameters.
    static std::string path_of(int layer) {
        if (layer < 0 || Plan::written.nodes[layer + 1].is.parameters == 0) return {};
        std::string name(Plan::parameter_names.all[Plan::parameter_names.first_of[layer]].name.view());
        const std::size_t dot = name.rfind('.');
        return dot == std::string::npos ? std::string() : name.substr(0, dot);
    }

    static void gather_tensors(summary& s) {
        for (int t = 0; t < stages.tensor_count; ++t) {
            tensor_entry e;
            e.is = stages.tensors[t];
            const int root = e.is.storage, output = stages.tensors[root].output;
            if (t == 0) e.value_bytes = bytes_of(Plan::input_facts.type);
            if (root == 0) e.name = "input";
            else if (output >= 0) e.name = Plan::output_count > 1 ? words("output", output) : "output";
            else e.name = words('t', root);
            s.tensors.add(e);
        }
    }

    static step_entry gather_step(const plan::epilogue_step& step) {
        const ir_node& node = Plan::graph.nodes[step.node];
        step_entry e;
        e.is = step;
        e.label = label_at(node.layer);
        Plan::net.visit(node.layer, [&](const auto& l) {
            using L = std::remove_cvref_t<decltype(l)>;
            if constexpr (join_layer<L>) e.expression = join_expression(l, step.swapped);
            else if constexpr (map_layer<L>) e.expression = map_expression(l, node.is);
        });
        return e;
    }

    static stage_entry gather_stage(const plan::stage& st) {
        stage_entry e;
        e.is = st;
        e.in = stages.tensors[st.in].extent, e.out = stages.tensors[st.out].extent;
        e.label = "copy";
        if (st.node >= 0) {
            const ir_node& node = Plan::graph.nodes[st.node];
            e.known = node.is;
            e.reason = reason_for(node, st.bound, Plan::machine);
            if (st.does == plan::op::convert)
                e.label = words("convert ", name_of(node.is.type), ' ', name_of(node.is.ordered));
            else if (st.does != plan::op::copy) gather_operation(e, node);
        } else {
            e.reason = "bytes move, nothing is computed";
        }
        for (int k = st.first_step; k < st.first_step + st.steps; ++k) e.steps.add(gather_step(stages.steps[k]));
        return e;
    }

    static void gather_operation(stage_entry& e, const ir_node& node) {
        e.label = label_at(node.layer), e.path = path_of(node.layer);
        const sibling* merged = Plan::graph.merged + node.merged_from;
        for (int k = 1; k < node.siblings; ++k) add(e.label, " + ", merged[k].channels);
        auto fold = [&](const folded_maps& maps) {
            for (int k = 0; k < maps.folded_before; ++k) e.folded.add(label_at(maps.before[k]));
            for (int k = 0; k < maps.folded_after; ++k) e.folded.add(label_at(maps.after[k]));
        };
        fold(node);
        if (node.siblings > 0) fold(merged[0]);
        if (e.is.does == plan::op::contraction) e.tile = tile_for(node.out.c / node.is.groups / (e.is.strassen ? 2 : 1), Plan::machine);
        if (e.is.stored != weight_storage::float32) add(e.label, ", ", name_of(e.is.stored));
        Plan::net.visit(node.layer, [&](const auto& l) {
            using L = std::remove_cvref_t<decltype(l)>;
            if constexpr (fold_layer<L>) e.folds = fold_expressions(l, node.is.reads);
            e.name = name_of<L>();
            if constexpr (normalise_layer<L>) e.statistics = statistics_of(l);
        });
    }

    static void gather_stages(summary& s, int n) {
        nest_entry& nest = s.nests[n];
        for (int i = nest.range.first; i < nest.range.end; ++i) {
            s.stages.add(gather_stage(stages.stages[i]));
            s.stages[i].nest = n;
            if (const auto& st = stages.stages[i]; st.tile)
                s.stages[i].tiles = schedule::winograd_block_of(stages, st, nest.range.size() == 1, Plan::machine).tiles;
            nest.flops += stages.stages[i].flops, nest.weight_bytes += stages.stages[i].weight_bytes();
        }
        nest.bands_at = 4 * Plan::memory.bands[n], nest.band_bytes = 4 * Plan::nest_floats.bands[n];
        nest.partials_at = 4 * Plan::nest_floats.partials[n];
        if (nest.totals) nest.partial_bytes = nest.band_bytes - nest.partials_at;
    }

    /// As plan::place does: a nest's result takes its memory when the nest begins, until the last nest that reads it.
    static void gather_memory(summary& s) {
        for (int n = 0; n < s.nests.count(); ++n) {
            const int root = s.nests[n].range.result;
            tensor_entry& t = s.tensors[root];
            if (t.first_nest >= 0) continue;
            t.first_nest = n;
            t.last_nest = t.is.last_read < 0 ? n
                          : t.is.output >= 0 ? s.nests.count() - 1
                                             : s.stages[t.is.last_read].nest;
            if (t.is.output >= 0 || Plan::memory.offset[root] < 0) continue;
            t.offset = 4 * Plan::memory.offset[root];
            const int other = Plan::nest_floats.in_place[n];
            if (other >= 0 && Plan::memory.offset[other] == Plan::memory.offset[root]) t.takes_place_of = other;
        }
    }
};

}  // namespace fusenet::report
