// fixed_stage: stages of a plan on kernels that know every extent.
#pragma once

#include <fusenet/backends/cpu/fixed_contract.hpp>
#include <fusenet/backends/cpu/fixed_slide.hpp>

namespace fusenet::cpu {

template <class Plan, int S>
inline constexpr schedule::fixed_stage fixed_stage_at =
    schedule::fixed_stage_of(Plan::stages, Plan::stages.stages[S], Plan::graph, Plan::machine);

/// Rows `made` of stage S of the plan, a contraction or one of each channel. `all` are the plan's weights.
template <class Plan, int S, class Epilogue>
[[gnu::always_inline]] inline void fixed_products(const float* all, const float* in, rows made, const Epilogue& e) {
    constexpr plan::stage st = Plan::stages.stages[S];
    constexpr schedule::fixed_stage fixed = fixed_stage_at<Plan, S>;
    const float *weights = all + Plan::layout.weights[S], *bias = all + Plan::layout.bias[S];
    if constexpr (st.does == plan::op::depthwise) slide_fixed<fixed>(in, depthwise_fold(weights, bias, fixed.tap), made, e);
    else contract_fixed<fixed>(in, packed_as<st.stored>(weights, bias, fixed.groups, 0).weights, bias, made, e);
}

/// The same of a fold by `layer`.
template <class Plan, int S, class Layer, class Epilogue>
[[gnu::always_inline]] inline void fixed_fold(const Layer& layer, const float* in, rows made, const Epilogue& e) {
    slide_fixed<fixed_stage_at<Plan, S>>(in, layer_fold<Layer>(layer), made, e);
}

}  // namespace fusenet::cpu
