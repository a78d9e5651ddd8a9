// steps: maps and joins behind a contraction as oneDNN's post-ops.
#pragma once

#include <fusenet/backends/onednn/object.hpp>
#include <fusenet/plan/library_stage.hpp>

namespace fusenet::onednn {

constexpr dnnl_alg_kind_t name_of(known_map m) {
    switch (m) {
        case known_map::relu: case known_map::leaky_relu: return dnnl_eltwise_relu;
        case known_map::clip: return dnnl_eltwise_clip;
        case known_map::elu: return dnnl_eltwise_elu;
        case known_map::sigmoid: return dnnl_eltwise_logistic;
        case known_map::tanh: return dnnl_eltwise_tanh;
        case known_map::gelu: return dnnl_eltwise_gelu_erf;
        case known_map::silu: return dnnl_eltwise_swish;
        case known_map::hard_swish: return dnnl_eltwise_hardswish;
        case known_map::none: break;
    }
    return dnnl_alg_kind_undef;
}

constexpr dnnl_alg_kind_t name_of(known_join j) {
    switch (j) {
        case known_join::add: return dnnl_binary_add;
        case known_join::mul: return dnnl_binary_mul;
        case known_join::maximum: return dnnl_binary_max;
        case known_join::minimum: return dnnl_binary_min;
        case known_join::none: break;
    }
    return dnnl_alg_kind_undef;
}

/// What a join reads beside the sums.
inline memory_form other_of(const plan::library_stage& l, const plan::library_step& s) {
    return map_of(s.spread ? shape{1, 1, l.out.c} : l.out);
}

/// The steps of a stage, and a scratchpad that the caller brings.
inline attributes attributes_of(const plan::library_stage& l) {
    auto steps = made<step_list>("a list of post-ops", [](dnnl_post_ops_t* p) { return dnnl_post_ops_create(p); });
    for (int k = 0; k < l.step_count; ++k) {
        const plan::library_step& s = l.steps[k];
        if (s.join == known_join::none) {
            const float alpha = s.map == known_map::silu ? 1.0f : s.alpha;  // x * sigmoid(alpha * x)
            require(dnnl_post_ops_append_eltwise(steps.get(), name_of(s.map), alpha, s.beta), "a map");
        } else if (s.overwritten) {
            require(dnnl_post_ops_append_sum(steps.get(), 1.0f, 0, dnnl_data_type_undef), "a sum");
        } else {
            require(dnnl_post_ops_append_binary(steps.get(), name_of(s.join), other_of(l, s).get()), "a join");
        }
    }
    auto all = made<attributes>("attributes", [](dnnl_primitive_attr_t* p) { return dnnl_primitive_attr_create(p); });
    require(dnnl_primitive_attr_set_scratchpad_mode(all.get(), dnnl_scratchpad_mode_user), "the scratchpad's mode");
    require(dnnl_primitive_attr_set_post_ops(all.get(), steps.get()), "post-ops");
    return all;
}

}  // namespace fusenet::onednn
