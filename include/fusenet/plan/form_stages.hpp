// form_stages: from the ir to stages. Maps and joins go to the stage that makes what they read; concats become slices.
#pragma once

#include <fusenet/plan/classify.hpp>
#include <fusenet/plan/resolve.hpp>

namespace fusenet::plan {

template <int Nodes, int Edges>
struct stage_former {
    static constexpr int capacity = Nodes + Edges + 16;

    const ir<Nodes, Edges>& net;
    const target& machine;
    bool fuse;
    use_counts<Nodes> uses;
    stage_list<capacity> list{};
    short value_of[Nodes]{};     // the tensor of each ir node
    short maker_of[capacity]{};  // the stage that makes each tensor, or -1

    /// Not by braces: once g++ has found an error anywhere, it takes arrays in an aggregate for no constants.
    constexpr stage_former(const ir<Nodes, Edges>& n, const target& m, bool fuses)
        : net(n), machine(m), fuse(fuses), uses(count_uses(n)) {}

    constexpr int add_tensor(shape extent) {
        tensor t;
        t.extent = extent;
        t.storage = list.tensor_count;
        list.tensors[list.tensor_count] = t;
        maker_of[list.tensor_count] = -1;
        return list.tensor_count++;
    }

    /// A stage reading tensor `in` that makes a new tensor.
    constexpr int add_stage(op does, int node, int in, shape out) {
        stage s;
        s.does = does;
        s.node = static_cast<short>(node);
        s.in = static_cast<short>(in);
        s.first_step = list.step_count;
        s.out = static_cast<short>(add_tensor(out));
        if (node >= 0) {
            const facts& f = net.nodes[node].is;
            s.bound = classify(net.nodes[node], machine);
            if (does != op::copy) {
                s.reads = f.reads, s.groups = f.groups;
                s.whole = f.kind == family::normalise && f.over == axis::space;
                s.flops = f.flops, s.weights = f.weights - f.unread;
            }
        }
        maker_of[s.out] = list.stage_count;
        list.stages[list.stage_count] = s;
        return list.stage_count++;
    }

    constexpr void add_step(int stage_index, int node, int other, bool swapped) {
        stage& s = list.stages[stage_index];
        if (s.steps == 0) s.first_step = list.step_count;
        epilogue_step step;
        step.node = static_cast<short>(node);
        step.other = static_cast<short>(other);
        step.swapped = swapped;
        if (other >= 0) {
            const shape made = list.tensors[s.out].extent, read = list.tensors[other].extent;
            step.spread = read.h * read.w == 1 && made.h * made.w > 1;
        } else {
            s.weights += net.nodes[node].is.weights;
        }
        list.steps[list.step_count++] = step;
        ++s.steps;
        s.flops += net.nodes[node].is.flops;
    }

    /// The stage that can still take a step behind what it made of `node`: read nowhere else; and its steps, which lie
    /// side by side, are the last ones added.
    constexpr int open_stage(int node) const {
        if (!fuse || uses.of[node] != 1) return -1;
        const int t = value_of[node], s = maker_of[t];
        if (s < 0 || list.tensors[t].storage != t || list.stages[s].out != t) return -1;
        if (list.stages[s].steps > 0 && list.stages[s].first_step + list.stages[s].steps != list.step_count) return -1;
        return s;
    }

    constexpr void form_map(int i) {
        int s = open_stage(net.input(i));
        if (s < 0) s = add_stage(op::copy, i, value_of[net.input(i)], net.nodes[i].out);
        add_step(s, i, -1, false);
        value_of[i] = list.stages[s].out;
    }

    constexpr int joins_of(int s) const {
        int joins = 0;
        for (int k = list.stages[s].first_step; k < list.stages[s].first_step + list.stages[s].steps; ++k)
            joins += list.steps[k].other >= 0;
        return joins;
    }

    /// The latest branch takes the join into its registers, if the others exist by then.
    constexpr void form_join(int i) {
        const ir_node& n = net.nodes[i];
        int chained = -1, latest = -1;
        for (int k = 0; k < n.inputs; ++k) {
            const int s = open_stage(net.input(i, k));
            if (s > latest && net.nodes[net.input(i, k)].out == n.out && (k == 0 || n.inputs == 2) && joins_of(s) < most_joins)
                chained = k, latest = s;
        }
        for (int k = 0; k < n.inputs && chained >= 0; ++k)
            if (k != chained && made_after(value_of[net.input(i, k)], latest)) chained = -1;
        int before = value_of[net.input(i)];  // what comes before the chained branch, joined
        if (chained < 0) {
            for (int k = n.inputs - 1; k >= 0; --k)
                if (net.nodes[net.input(i, k)].out == n.out) chained = k;
            for (int k = 1; k < chained; ++k) {  // of one cell
                const int s = add_stage(op::copy, i, before, list.tensors[before].extent);
                add_step(s, i, value_of[net.input(i, k)], false);
                before = list.stages[s].out;
            }
            latest = add_stage(op::copy, i, value_of[net.input(i, chained)], n.out);
        }
        if (chained > 0) add_step(latest, i, before, true);
        for (int k = chained + 1; k < n.inputs; ++k) {
            if (joins_of(latest) == most_joins) latest = add_stage(op::copy, i, list.stages[latest].out, n.out);
            add_step(latest, i, value_of[net.input(i, k)], false);
        }
        value_of[i] = list.stages[latest].out;
    }

    /// Whether any stage after `s` writes into tensor t (the slices of a concat are written one by one).
    constexpr bool made_after(int t, int s) const {
        if (list.tensors[t].reshaped) t = list.tensors[t].storage;
        for (int later = s + 1; later < list.stage_count; ++later)
            for (int at = list.stages[later].out;; at = list.tensors[at].storage) {
                if (at == t) return true;
                if (list.tensors[at].storage == at) break;
            }
        return false;
    }

    constexpr void form_concat(int i) {
        const ir_node& n = net.nodes[i];
        const int whole = add_tensor(n.out);
        int channel = 0;
        for (int k = 0; k < n.inputs; ++k) {
            int t = value_of[net.input(i, k)];
            const tensor part = list.tensors[t];
            bool shared = part.storage != t || part.dense || t == 0 || !fuse;
            for (int o = 0; o < net.output_count; ++o) shared = shared || net.outputs[o] == net.input(i, k);
            if (shared) t = list.stages[add_stage(op::copy, -1, t, part.extent)].out;
            list.tensors[t].storage = static_cast<short>(whole);
            list.tensors[t].channel = channel;
            list.tensors[t].slice = true;
            channel += part.extent.c;
        }
        value_of[i] = static_cast<short>(whole);
    }

    constexpr void form_move(int i) {
        const ir_node& n = net.nodes[i];
        const int in = value_of[net.input(i)];
        tensor& t = list.tensors[in];
        if (!n.is.reorders && t.storage == in && fuse) {
            t.dense = true;
            const int seen = add_tensor(n.out);
            list.tensors[seen].storage = static_cast<short>(in);
            list.tensors[seen].reshaped = true;
            value_of[i] = static_cast<short>(seen);
        } else {
            form_plain(op::move, i);
        }
    }

    constexpr void form_plain(op does, int i) { form_plain(does, i, value_of[net.input(i)]); }
    constexpr void form_plain(op does, int i, int in) {
        value_of[i] = list.stages[add_stage(does, i, in, net.nodes[i].out)].out;
    }

    /// An output needs memory that is all its own: the caller's.
    constexpr void form_outputs() {
        list.output_count = net.output_count;
        for (int k = 0; k < net.output_count; ++k) {
            int t = value_of[net.outputs[k]];
            const int memory = list.tensors[t].storage;
            if (memory == 0 || list.tensors[memory].storage != memory || list.tensors[t].slice || list.tensors[memory].output >= 0)
                t = list.stages[add_stage(op::copy, -1, t, list.tensors[t].extent)].out;
            list.tensors[list.tensors[t].storage].output = static_cast<short>(k);
            list.outputs[k] = static_cast<short>(t);
        }
    }

    constexpr void form() {
        add_tensor(net.nodes[0].out);
        if (net.nodes[0].converts()) form_plain(op::convert, 0, 0);
        for (int i = 1; i < net.node_count; ++i) {
            const ir_node& n = net.nodes[i];
            if (!n.alive) continue;
            const bool global = n.is.reads.covers(n.in) && n.in.h * n.in.w > 1;
            const bool each = n.is.groups == n.in.c && n.out.c == n.in.c && n.in.c > 1 && !n.is.transposed;
            switch (n.is.kind) {
                case family::input: value_of[i] = value_of[net.input(i)]; break;
                case family::map: form_map(i); break;
                case family::join: form_join(i); break;
                case family::concat: form_concat(i); break;
                case family::move: form_move(i); break;
                case family::normalise: form_plain(op::normalise, i); break;
                case family::history: form_plain(op::history, i); break;
                case family::lookup: form_plain(op::lookup, i); break;
                case family::recurrence: form_plain(op::recurrence, i); break;
                case family::fold: form_plain(global ? op::total : op::fold, i); break;
                case family::contraction: form_plain(each ? op::depthwise : op::contraction, i); break;
            }
        }
        form_outputs();
        resolve(list);
    }
};

/// `fuse` = false keeps every layer a stage of its own, with memory of its own.
template <int Nodes, int Edges>
constexpr auto form_stages(const ir<Nodes, Edges>& net, const target& machine, bool fuse) {
    stage_former<Nodes, Edges> former(net, machine, fuse);
    former.form();
    return former.list;
}

}  // namespace fusenet::plan
