// hand_over: which contractions our kernels leave to a library.
#pragma once

#include <fusenet/core/library.hpp>
#include <fusenet/plan/library_stage.hpp>
#include <fusenet/plan/memory.hpp>

namespace fusenet::plan {

/// Who computes each stage: `none` is our kernels.
template <int Capacity>
struct stage_owners {
    library of[Capacity]{};
};

namespace detail {

/// oneDNN writes slices by its slow reference kernel only, and knows steps by name only.
constexpr bool suits_onednn(const library_stage& l) {
    const window& w = l.reads;
    return l.dense && l.known && w.top >= 0 && w.left >= 0 && w.bottom >= 0 && w.right >= 0;
}

}  // namespace detail

/// Only a contraction that is a nest of its own can go. `fuse` as of form_stages: without it nothing works in place.
template <int C, int N, int E>
constexpr auto hand_over(library to, const stage_list<C>& list, const nest_list<C>& nests, const ir<N, E>& net, bool fuse) {
    stage_owners<C> owners;
    for (int n = 0; n < nests.count && to != library::none; ++n) {
        const int s = nests.nests[n].first;
        const stage& st = list.stages[s];
        if (nests.nests[n].size() > 1 || st.does != op::contraction || st.tile || st.strassen || net.nodes[st.node].is.transposed) continue;
        if (st.stored != weight_storage::float32) continue;  // libraries are given floats
        const bool wide = st.bound == layer_class::compute_bound && st.reads.kh * st.reads.kw > 1;
        if (to == library::automatic && !wide) continue;
        const int overwritten = fuse ? place_shared(list, nests.nests[n]) : -1;
        if (resolved(to) == library::onednn && !detail::suits_onednn(describe_for_library(list, net, s, overwritten))) continue;
        owners.of[s] = resolved(to);
    }
    return owners;
}

}  // namespace fusenet::plan
