// state: what a streamed network keeps from piece to piece, and where it lies.
#pragma once

#include <fusenet/schedule/recurrent.hpp>

namespace fusenet::schedule {

/// Of a history: a ring of the cells that a single new cell is put into, behind a float that says where; or just the
/// cells that come before a piece. Whichever begins at a multiple of `grain` floats.
struct history_form {
    int kept = 0;  // cells
    int taps = 0;  // of a single new cell: how many cells are read, 0 if all are
    int apart = 1;
    int channels = 0;
    int grain = 1;

    constexpr int cells() const { return taps ? kept + 1 : kept; }
    constexpr long long first() const { return taps ? grain : 0; }
    constexpr long long floats() const { return first() + in_grains(1LL * cells() * channels, grain); }
};

/// `node` is a history.
constexpr history_form history_form_of(const ir_node& node, const target& machine) {
    const window& w = node.is.reads;
    return {node.is.span, w.kw > 1 ? w.kw : 0, w.dilation.w, node.in.c, grain_of(machine)};
}

/// Offsets in floats, of stages that keep something; with `floats` in all.
template <int Capacity>
struct state_layout {
    long long at[Capacity]{};
    long long floats = 0;
};

template <int C, int N, int E>
constexpr auto lay_out_state(const plan::stage_list<C>& list, const ir<N, E>& net, const target& machine) {
    state_layout<C> l;
    for (int s = 0; s < list.stage_count; ++s) {
        const plan::stage& st = list.stages[s];
        l.at[s] = l.floats;
        if (st.does == plan::op::recurrence) l.floats += recurrent_form_of(net.nodes[st.node], machine).floats();
        if (st.does == plan::op::history) l.floats += history_form_of(net.nodes[st.node], machine).floats();
    }
    return l;
}

}  // namespace fusenet::schedule
