// slide_stage: folds of the windows of a stage, in blocks where its extents are worth it.
#pragma once

#include <fusenet/backends/cpu/slide.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::cpu {

/// Rows `made` of stage S of the plan.
template <class Plan, int S, class Fold, class Epilogue>
[[gnu::always_inline]] inline void slide_stage(view in, const Fold& f, rows made, const Epilogue& e) {
    static constexpr const auto& list = Plan::stages;
    constexpr plan::stage st = list.stages[S];
    constexpr row_blocks blocks =
        blocks_of(st.reads, list.tensors[st.in].extent.w, list.tensors[st.out].extent.w, Plan::machine.registers, Fold::weighted);
    if constexpr (blocks.taps > 0) slide<blocks>(st.reads, in, f, made, e);
    else slide_any(st.reads, in, f, made, e);
}

}  // namespace fusenet::cpu
