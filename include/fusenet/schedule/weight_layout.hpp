// weight_layout: where the prepared weights of every stage lie, in the form that its kernel streams.
#pragma once

#include <fusenet/core/weight_storage.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/memory.hpp>
#include <fusenet/plan/stage.hpp>
#include <fusenet/core/tile_shape.hpp>
#include <fusenet/schedule/recurrent.hpp>
#include <fusenet/schedule/table.hpp>
#include <fusenet/schedule/tap_classes.hpp>

namespace fusenet::schedule {

/// Values of each channel, with room for a whole vector from any channel on.
constexpr long long channel_floats(int channels) { return plan::aligned(channels) + 16; }

/// Offsets in floats, multiples of 16 where there are vectors. `operands` of a step are one block of channel_floats for each operand.
template <int Capacity>
struct weight_layout {
    long long weights[Capacity]{}, bias[Capacity]{};  // of stages
    long long operands[Capacity]{};                   // of epilogue steps
    long long stage_operands[Capacity]{};             // of normalisations
    long long floats = 0;
};

/// How a contraction's weights are packed.
struct packing {
    int groups = 1, from = 0, to = 0;  // channels of a group
    int taps = 1;                      // cells of the window
    int width = 1;                     // channels of a panel
    bool panels = true;                // false: [tap][in][out padded], for depthwise
    bool rows = false;                 // [out][tap][in], for libraries
    tap_classes classes{};             // [class of taps][panel][tap][in][width], one class but for transposed
    int tile = 0;                      // [point][panel][in][width], for Winograd's tiles of so many outputs
    bool strassen = false;             // [product][panel][in][width] of halves of the channels
    weight_storage stored = weight_storage::float32;  // of panels only
    int behind = 16;                   // floats behind the biases, for a vector from any of them on
    int together = 0;                  // groups that share a panel, which then is one vector wide; 0: none do
    bool single = false;               // one output: its weights lie side by side, as its inputs do

    /// Panels, or rows of panels, side by side: one for each group, or for those that go together.
    constexpr int blocks() const { return (groups + sharing() - 1) / sharing(); }
    constexpr int sharing() const { return together ? together : 1; }
    constexpr int padded() const { return (to * sharing() + width - 1) / width * width; }
    constexpr long long depth() const { return 1LL * taps * from; }
    constexpr long long values() const {
        if (strassen) return 7 * (depth() / 2) * (padded() / 2);
        return blocks() * (tile ? (tile + 2) * (tile + 2) * from : depth()) * padded();
    }
    /// The memory that they take, in floats.
    constexpr long long floats() const { return (values() * bytes_of(stored) + 3) / 4; }
    constexpr long long bias_floats() const { return 1LL * blocks() * padded() + behind; }
    /// Biases, and behind them, for fast products, zeros that these start from.
    constexpr long long start_floats() const { return tile || strassen ? 2 * plan::aligned(bias_floats()) : bias_floats(); }
    /// Where the bias of output o of a group lies.
    constexpr long long bias_at(int group, int o) const { return 1LL * group / sharing() * padded() + group % sharing() * to + o; }
    /// Where output o of a group reads input i through a tap, with panels and no tile.
    constexpr long long in_panels(int group, int o, int i, int tap) const {
        const int y = tap / classes.w.taps, x = tap % classes.w.taps;
        const int ch = y % classes.h.apart, cw = x % classes.w.apart;
        o += group % sharing() * to, group /= sharing();
        const long long k = 1LL * (y / classes.h.apart * classes.w.count(cw) + x / classes.w.apart) * from + i;
        return (group * depth() + 1LL * classes.before(ch, cw) * from) * padded() +
               (o / width * 1LL * classes.in_class(ch, cw) * from + k) * width + o % width;
    }
};

/// `tile`, `stored`, `strassen` and `single` as of a stage.
constexpr packing packing_of(const ir_node& n, bool depthwise, const target& machine, int tile = 0,
                             weight_storage stored = weight_storage::float32, bool strassen = false, bool single = false) {
    packing p;
    if (machine.lanes == 1) p.behind = 0;
    p.taps = n.is.reads.kh * n.is.reads.kw;
    if (depthwise) {
        p.from = 1, p.to = n.in.c, p.width = machine.lanes, p.panels = false;
        return p;
    }
    p.groups = n.is.groups;
    p.from = n.in.c / p.groups, p.to = n.out.c / p.groups;
    p.classes = tap_classes_of(n.is.reads, n.is.transposed);
    p.tile = tile, p.stored = stored, p.strassen = strassen;
    if (!n.is.transposed && !tile) p.together = groups_together(p.groups, p.from, p.to, n.is.reads, machine);
    p.single = single;
    p.width = p.single ? 1 : p.together ? machine.lanes : panel_width(strassen ? p.to / 2 : p.to, machine);
    return p;
}

/// How the stage of node `n`, a contraction or one of each channel, has its weights packed.
constexpr packing packing_of(const ir_node& n, const plan::stage& s, const target& machine) {
    return packing_of(n, s.does == plan::op::depthwise, machine, s.tile, s.stored, s.strassen, s.single);
}

template <int C, int N, int E>
constexpr auto lay_out_weights(const plan::stage_list<C>& list, const ir<N, E>& net, const target& machine) {
    weight_layout<C> l;
    auto take = [&](long long floats) {
        const long long at = l.floats;
        l.floats += machine.lanes == 1 ? floats : plan::aligned(floats);
        return at;
    };
    for (int s = 0; s < list.stage_count; ++s) {
        const plan::stage& st = list.stages[s];
        if (st.does == plan::op::contraction || st.does == plan::op::depthwise) {
            const packing p = packing_of(net.nodes[st.node], st, machine);
            l.weights[s] = take(p.floats());
            l.bias[s] = take(p.start_floats());
        } else if (st.does == plan::op::normalise) {
            const ir_node& n = net.nodes[st.node];
            l.stage_operands[s] = take(n.is.operands * channel_floats(n.out.c));
        } else if (st.does == plan::op::recurrence) {
            l.weights[s] = take(recurrent_form_of(net.nodes[st.node], machine).weight_floats());
        } else if (st.does == plan::op::lookup) {
            l.weights[s] = take(table_form_of(net.nodes[st.node], st, machine).floats());
        }
        for (int k = st.first_step; k < st.first_step + st.steps; ++k)
            if (list.steps[k].other < 0) {
                const ir_node& n = net.nodes[list.steps[k].node];
                l.operands[k] = take(n.is.operands * channel_floats(n.out.c));
            }
    }
    return l;
}

}  // namespace fusenet::schedule
