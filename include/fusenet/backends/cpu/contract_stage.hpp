// contract_stage: the kernel that a plan chose for a contraction, called.
#pragma once

#include <fusenet/backends/cpu/contract_transposed.hpp>
#include <fusenet/backends/cpu/elsewhere.hpp>
#include <fusenet/backends/cpu/gather.hpp>
#include <fusenet/backends/cpu/narrow.hpp>
#include <fusenet/backends/cpu/singles.hpp>
#include <fusenet/backends/cpu/slide_stage.hpp>
#include <fusenet/backends/cpu/strassen.hpp>
#include <fusenet/backends/cpu/winograd.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/schedule/gathered.hpp>
#include <fusenet/schedule/weight_layout.hpp>

namespace fusenet::cpu {

/// Rows `made` of stage S of the plan, a contraction that stands `Alone` in its nest or not; of channels `part` where
/// threads divide them. `weights` are the plan's, and `spare` is what the nest has behind its bands.
template <class Plan, class Contractor, int S, bool Alone, bool Divided, class Epilogue>
[[gnu::always_inline]] inline void contract_stage(const float* all, view in, float* spare, rows made, rows part,
                                                  const Epilogue& e) {
    static constexpr const auto& list = Plan::stages;
    constexpr plan::stage st = list.stages[S];
    constexpr schedule::packing packed = schedule::packing_of(Plan::graph.nodes[st.node], st, Plan::machine);
    const float *weights = all + Plan::layout.weights[S], *bias = all + Plan::layout.bias[S];
    const auto w = packed_as<st.stored>(weights, bias, packed.groups, Plan::machine.l1 / 2);
    constexpr tile_shape shape = tile_for(st.strassen ? packed.to / 2 : packed.to, Plan::machine);
    [[maybe_unused]] const float* const zeros = bias + plan::aligned(packed.bias_floats());
    const rows made_of_group = Divided ? part : rows{0, packed.to};
    if constexpr (st.single) {
        singles<list.tensors[st.in].extent.c>(in, weights, bias[0], made, e);
    } else if constexpr (st.tile > 0) {
        static constexpr auto block = schedule::winograd_block_of(list, st, Alone, Plan::machine);
        convolve_by_tiles<st.tile, shape.rows, shape.vectors>(st.reads, in, w, zeros, block, spare, made, made_of_group,
                                                              e);
    } else if constexpr (st.strassen) {
        static constexpr auto block = schedule::strassen_block_of(list, st, Plan::machine);
        multiply_by_quarters<shape.rows, shape.vectors>(in, w, zeros, block, spare, made, e);
    } else if constexpr (Plan::graph.nodes[st.node].is.transposed) {
        contract_transposed<shape.rows, shape.vectors>(st.reads, in, w, made, made_of_group, e);
    } else if constexpr (Plan::owners.of[S] == library::eigen) {
        static constexpr plan::library_stage l = plan::describe_for_library(list, Plan::graph, S, -1);
        constexpr schedule::patch_block block = schedule::patch_block_of(l, Plan::machine);
        contract_elsewhere<Contractor>(l, block, in, w, spare, made, made_of_group, e);
    } else if constexpr (schedule::narrow(list, st, packed, Plan::machine)) {
        convolve_narrow<schedule::narrow_form_of(list, st, packed, Plan::machine)>(in, weights, bias, made, e);
    } else if constexpr (packed.together > 0) {
        constexpr auto fold = fold_of_groups<packed.from, packed.to, packed.together>;
        slide_stage<Plan, S>(in, fold(weights, bias, packed.taps), made, e);
    } else {
        constexpr bool gathered = schedule::gathered_floats(list, st, Plan::machine) > 0;
        const windows read = windows_of<gathered>(st.reads, in, made, e.out.w, spare);
        contract<shape.rows, shape.vectors>(read.reads, read.from, w, made, made_of_group, e);
    }
}

}  // namespace fusenet::cpu
