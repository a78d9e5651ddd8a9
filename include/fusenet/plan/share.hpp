// share: how the threads of a team divide a nest: by rows, by channels, or not at all.
#pragma once

#include <fusenet/core/target.hpp>
#include <fusenet/core/tile_shape.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::plan {

enum class split : unsigned char { rows, channels, none };

namespace detail {

/// Whether `count` pieces give every core of the target nearly the same work: at most a tenth more than the mean.
constexpr bool balanced(int count, const target& machine) {
    const int most = (count + machine.cores - 1) / machine.cores;
    return 10 * most * machine.cores <= 11 * count;
}

/// Whether the seams between the cores' rows repeat at most a tenth of the work; `seam`: thousandths that one repeats.
constexpr bool few_seams(int seam, const target& machine) { return (machine.cores - 1) * seam <= 100; }

/// Whether the stage makes each channel from the same channel of what it reads.
template <int C>
constexpr bool keeps_channels(const stage_list<C>& list, const stage& s) {
    const bool apart = s.does == op::depthwise || s.does == op::fold || s.does == op::copy || s.does == op::total;
    return apart && list.tensors[s.in].extent.c == list.tensors[s.out].extent.c;
}

/// Whether the stage makes some of its channels from all of what it reads, its weights being packed in panels.
constexpr bool makes_panels(const stage& s) {
    return s.does == op::contraction && s.groups == 1 && s.reads.up == extent2(1);
}

/// Whether stages [first, end) can be divided by channels: the first one makes any of them alone, the others keep
/// them, and nothing that the run makes is read as a slice.
template <int C>
constexpr bool divides_by_channels(const stage_list<C>& list, int first, int end) {
    auto whole = [&](int t) {
        const tensor& x = list.tensors[t];
        return x.last_write < first || (!x.slice && !x.reshaped && x.channel == 0);
    };
    for (int k = first; k < end; ++k) {
        const stage& s = list.stages[k];
        if (!keeps_channels(list, s) && !(k == first && makes_panels(s))) return false;
        if (k > first && list.tensors[s.in].last_write < first) return false;  // another branch
        if (!whole(s.in)) return false;
        for (int j = s.first_step; j < s.first_step + s.steps; ++j)
            if (list.steps[j].other >= 0 && !whole(list.steps[j].other)) return false;
    }
    return true;
}

}  // namespace detail

/// Channels that go together when stages that begin with `s` are divided by channels: a panel of weights, or a vector.
template <int C>
constexpr int channels_together(const stage_list<C>& list, const stage& s, const target& machine) {
    return s.does == op::contraction ? panel_width(list.tensors[s.out].extent.c, machine) : machine.lanes;
}

/// Rows, where they can be divided evenly: what a thread reads it then mostly made itself. Channels, where rows are few
/// or, for a target that names no cores and for tiles, where weights outweigh the input: every thread then reads its
/// part of the weights, but all of the input.
template <int C>
constexpr split share(const stage_list<C>& list, int first, int end, const target& machine) {
    if (machine.least_memory) return split::none;
    const stage& head = list.stages[first];
    const shape in = list.tensors[head.in].extent, out = list.tensors[head.out].extent;
    const shape last = list.tensors[list.stages[end - 1].does == op::total ? list.stages[end - 1].in : list.stages[end - 1].out].extent;
    if (!head.strassen && detail::divides_by_channels(list, first, end)) {
        long long weights = 0;
        for (int s = first; s < end; ++s) weights += list.stages[s].weights;
        const int width = channels_together(list, head, machine);
        const bool even = detail::balanced((out.c + width - 1) / width, machine);
        const bool contracts = head.does == op::contraction, one = machine.cores == 1;
        const int tile_rows = head.tile ? (out.h + head.tile - 1) / head.tile : 0;
        if (head.tile && even && (weights > in.size() || !detail::balanced(tile_rows, machine))) return split::channels;
        if ((contracts && (last.h < 2 || (one && weights > in.size()))) || (!one && even && !detail::balanced(last.h, machine)))
            return split::channels;
    }
    if (end - first == 1 && (head.does == op::move || (head.does == op::normalise && head.reads != window{}))) return split::none;
    return last.h < 2 ? split::none : split::rows;
}

}  // namespace fusenet::plan
