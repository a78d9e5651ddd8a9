// verify: that the prepared weights of stages and steps lie apart, each with the room that its kernel reads.
#pragma once

#include <fusenet/core/problem.hpp>
#include <fusenet/schedule/weight_layout.hpp>

namespace fusenet::schedule {

/// Whatever order the parts have been laid out in, they must follow each other in it.
template <int C, int N, int E>
constexpr problem verify_weights(const weight_layout<C>& l, const plan::stage_list<C>& list, const ir<N, E>& net, const target& machine) {
    problem p;
    long long end = 0;
    auto follows = [&](int s, long long at, long long floats) {
        if (floats == 0) return;
        if (at < end || at % (machine.lanes == 1 ? 1 : 16) || at + floats > l.floats) p.say("the weights of stage ", s, " lie where others do");
        end = at + floats;
    };
    for (int s = 0; s < list.stage_count; ++s) {
        const plan::stage& st = list.stages[s];
        if (st.does == plan::op::contraction || st.does == plan::op::depthwise) {
            const packing k = packing_of(net.nodes[st.node], st, machine);
            follows(s, l.weights[s], k.floats());
            follows(s, l.bias[s], k.start_floats());
        } else if (st.does == plan::op::normalise) {
            const ir_node& n = net.nodes[st.node];
            follows(s, l.stage_operands[s], n.is.operands * channel_floats(n.out.c));
        } else if (st.does == plan::op::recurrence) {
            follows(s, l.weights[s], recurrent_form_of(net.nodes[st.node], machine).weight_floats());
        } else if (st.does == plan::op::lookup) {
            follows(s, l.weights[s], table_form_of(net.nodes[st.node], st, machine).floats());
        }
        for (int k = st.first_step; k < st.first_step + st.steps; ++k) {
            if (list.steps[k].other >= 0) continue;
            const ir_node& n = net.nodes[list.steps[k].node];
            follows(s, l.operands[k], n.is.operands * channel_floats(n.out.c));
        }
    }
    return p;
}

}  // namespace fusenet::schedule
