// store_weights: which stages keep their weights in 16 bits, where that is asked for.
#pragma once

#include <fusenet/core/weight_storage.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/plan/share.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

/// Those that are bound by their parameters: each weight is read for a few cells only, so that its bytes are what the
/// stage waits for. Only those of panels, which a product widens as it reads them; and tables, most of which nobody reads.
template <int C, int N, int E>
constexpr auto store_weights(stage_list<C> list, const ir<N, E>& net, weight_storage wanted) {
    for (int k = 0; k < list.stage_count; ++k) {
        stage& s = list.stages[k];
        if (s.does == op::lookup) {
            s.stored = wanted;
            if (wanted != weight_storage::float32) s.narrowed = net.nodes[s.node].is.weights - net.nodes[s.node].is.unread;
        }
        if (s.bound != layer_class::parameter_bound || !detail::makes_panels(s) || s.tile || s.strassen) continue;
        const ir_node& n = net.nodes[s.node];
        if (n.is.transposed || n.is.stated || wanted == weight_storage::float32) continue;
        s.stored = wanted;
        s.narrowed = 1LL * s.reads.kh * s.reads.kw * n.in.c * n.out.c;
    }
    return list;
}

}  // namespace fusenet::plan
