// plan_words: a plan as a line of words, so that a test can state what became of a network.
//
//   "[contraction+relu fold] [contraction@8+add]"
//
// Brackets hold a nest; a stage is its operation, then the layers that follow it in registers; @8 is a slice of a
// concat, from channel 8 on.
#pragma once

#include <fusenet/graph/facts_of.hpp>
#include <fusenet/planned.hpp>

namespace fusenet::test {

using words = text<600>;

template <class Plan>
constexpr words plan_words() {
    words to;
    for (int n = 0; n < Plan::nest_count; ++n) {
        const plan::nest_range& range = Plan::nests.nests[n];
        to.put(n ? " [" : "[");
        for (int s = range.first; s < range.end; ++s) {
            const plan::stage& st = Plan::stages.stages[s];
            if (s > range.first) to.put(' ');
            to.put(plan::name_of(st.does));
            const plan::tensor& made = Plan::stages.tensors[st.out];
            if (made.slice) to.put('@').put(made.channel);
            for (int k = st.first_step; k < st.first_step + st.steps; ++k) {
                const int layer = Plan::graph.nodes[Plan::stages.steps[k].node].layer;
                Plan::net.visit(layer, [&]<class L>(const L&) { to.put('+').put(name_of<L>()); });
            }
        }
        to.put(']');
    }
    return to;
}

/// Stages of one kind.
template <class Plan>
constexpr int count_of(plan::op does) {
    int count = 0;
    for (int s = 0; s < Plan::stage_count; ++s) count += Plan::stages.stages[s].does == does;
    return count;
}

}  // namespace fusenet::test
