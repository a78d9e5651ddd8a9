// tail: the nests at a network's end that images of a batch can pass together, as the cells of one map.
#pragma once

#include <fusenet/plan/memory.hpp>

namespace fusenet::plan {

/// From nest `first` on (the count of nests: there is no such tail). What the tail reads or makes lies, for a batch,
/// image behind image at `offset`, in floats: first what it is handed from the nests before, then the arena that these
/// nests go on in with the next image, and that the tail takes for what it makes when all images are there.
template <int Capacity>
struct batch_tail {
    short first = 0;
    int images = 1;
    bool holds[Capacity]{};  // root tensors in the arena
    long long offset[Capacity]{};
    long long handed = 0, made = 0;  // floats

    /// Floats of a batch's arena, in which the nests before need `alone`.
    constexpr long long arena_floats(long long alone) const { return handed + (made > alone ? made : alone); }
};

constexpr bool can_go_together(int images) { return images >= 1 && images <= 1024; }

namespace detail {

/// Whether image behind image the root of `t` is a map of such cells: vectors, also those that a map is taken for.
template <int C>
constexpr bool vectors(const stage_list<C>& list, int t) {
    const tensor &x = list.tensors[t], &root = list.root(t);
    if (x.extent.h != 1 || x.extent.w != 1) return false;
    return x.reshaped ? x.channel == 0 && x.extent.c == root.extent.size() : root.extent.h == 1 && root.extent.w == 1;
}

/// Whether the stage treats each cell alike, and for itself.
template <int C>
constexpr bool cell_by_cell(const stage_list<C>& list, const stage& s) {
    const bool alike = s.does == op::copy || (s.does == op::contraction && s.reads.single_cell()) ||
                       (s.does == op::normalise && s.reads == window{} && !s.whole);
    if (!alike || !vectors(list, s.in) || !vectors(list, s.out)) return false;
    for (int k = s.first_step; k < s.first_step + s.steps; ++k)
        if (const int other = list.steps[k].other; other >= 0 && (list.steps[k].spread || !vectors(list, other))) return false;
    return true;
}

}  // namespace detail

/// The tail of a network for `images` at a time: it begins with a contraction, the layer that is better off.
template <int C>
constexpr auto find_tail(const stage_list<C>& list, const nest_list<C>& nests, int images) {
    batch_tail<C> t;
    t.first = nests.count;
    if (images < 2) return t;
    for (int n = nests.count - 1; n >= 0 && nests.nests[n].size() == 1; --n) {
        const stage& s = list.stages[nests.nests[n].first];
        if (!detail::cell_by_cell(list, s)) break;
        if (s.does == op::contraction) t.first = static_cast<short>(n);
    }
    if (t.first == nests.count) return t;
    t.images = images;

    detail::memory_blocks<C> blocks;
    short block_of[C]{};
    auto meet = [&](int tensor, int n) {
        const short r = list.tensors[tensor].storage;
        if (r == 0 || list.tensors[r].output >= 0) return;  // lies with the caller, image behind image
        const long long floats = aligned(images * list.tensors[r].extent.size());
        if (list.tensors[r].first_write < nests.nests[t.first].first) {
            if (!t.holds[r]) t.offset[r] = t.handed, t.handed += floats;
        } else if (!t.holds[r]) {
            block_of[r] = blocks.add(floats, n, n);
        } else {
            blocks.all[block_of[r]].until = n;
        }
        t.holds[r] = true;
    };
    for (int n = t.first; n < nests.count; ++n) {
        const stage& s = list.stages[nests.nests[n].first];
        meet(s.in, n), meet(s.out, n);
        for (int k = s.first_step; k < s.first_step + s.steps; ++k)
            if (list.steps[k].other >= 0) meet(list.steps[k].other, n);
    }
    t.made = blocks.place(detail::placing::in_time);
    for (int r = 0; r < C; ++r)
        if (t.holds[r] && list.tensors[r].first_write >= nests.nests[t.first].first)
            t.offset[r] = t.handed + blocks.all[block_of[r]].at;
    return t;
}

}  // namespace fusenet::plan
