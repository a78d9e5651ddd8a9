// convolution: a stand-alone contraction as a primitive of oneDNN, with its steps as post-ops.
#pragma once

#include <cstring>
#include <exception>
#include <fusenet/backends/onednn/steps.hpp>

namespace fusenet::onednn {

/// Made once, for as many threads as OpenMP then allows.
class convolution {
public:
    /// With filters in the form that oneDNN likes best, or in `filters` if given. Nothing (false) if oneDNN has only
    /// its reference kernel, which is hundreds of times slower than ours.
    convolution(const plan::library_stage& stage, const engine& on, const_dnnl_memory_desc_t filters = nullptr)
        : stage_(stage) {
        const window& w = stage.reads;
        const axes strides{w.stride.h, w.stride.w}, gaps{w.dilation.h - 1, w.dilation.w - 1};
        const axes before{w.top, w.left}, after{w.bottom, w.right};
        const memory_form any = values_of(filter_extents());
        dnnl_primitive_desc_t form = nullptr;
        const dnnl_status_t status = dnnl_convolution_forward_primitive_desc_create(
            &form, on.get(), dnnl_forward_inference, dnnl_convolution_direct, map_of(stage.in).get(),
            filters ? filters : any.get(), values_of({stage.out.c}, {1}).get(), map_of(stage.out).get(), strides.values,
            gaps.values, before.values, after.values, attributes_of(stage).get());
        if (status != dnnl_success) return;
        form_.reset(form);
        const char* kernel = "";
        require(dnnl_primitive_desc_query(form, dnnl_query_impl_info_str, 0, &kernel), "a query");
        if (std::strncmp(kernel, "ref", 3) == 0) return;
        primitive_ = made<primitive>("a primitive", [&](dnnl_primitive_t* p) { return dnnl_primitive_create(p, form); });
    }

    explicit operator bool() const { return primitive_ != nullptr; }

    const_dnnl_memory_desc_t filters() const { return dnnl_primitive_desc_query_md(form_.get(), dnnl_query_weights_md, 0); }
    const_dnnl_memory_desc_t biases() const { return dnnl_primitive_desc_query_md(form_.get(), dnnl_query_weights_md, 1); }
    const_dnnl_memory_desc_t scratchpad() const { return dnnl_primitive_desc_query_md(form_.get(), dnnl_query_scratchpad_md, 0); }
    std::size_t scratch_bytes() const { return dnnl_memory_desc_get_size(scratchpad()); }

    /// Rows [out][kh][kw][in of a group] as oneDNN would call them.
    memory_form rows() const {
        const long long depth = stage_.depth(), from = stage_.in.c / stage_.groups, to = stage_.out.c / stage_.groups;
        if (stage_.groups == 1) return values_of(filter_extents(), {depth, 1, stage_.reads.kw * from, from});
        return values_of(filter_extents(), {to * depth, depth, 1, stage_.reads.kw * from, from});
    }

    const plan::library_stage& stage() const { return stage_; }
    const_dnnl_primitive_t get() const { return primitive_.get(); }

private:
    axes filter_extents() const {
        const long long from = stage_.in.c / stage_.groups, to = stage_.out.c / stage_.groups;
        if (stage_.groups == 1) return {to, from, stage_.reads.kh, stage_.reads.kw};
        return {stage_.groups, to, from, stage_.reads.kh, stage_.reads.kw};
    }

    plan::library_stage stage_;
    primitive_form form_;
    primitive primitive_;
};

/// The arguments of one execution, kept so that only addresses change from call to call.
class call_arguments {
public:
    call_arguments(const convolution& c, const engine& on, const memory& filters, const memory& biases) {
        const plan::library_stage& l = c.stage();
        put(DNNL_ARG_WEIGHTS, filters.get()), put(DNNL_ARG_BIAS, biases.get());
        in_ = own(DNNL_ARG_SRC, map_of(l.in).get(), on);
        out_ = own(DNNL_ARG_DST, map_of(l.out).get(), on);
        scratch_ = own(DNNL_ARG_SCRATCHPAD, c.scratchpad(), on);
        for (int k = 0; k < l.step_count; ++k) {
            if (l.steps[k].join == known_join::none) continue;
            if (!l.steps[k].overwritten)
                others_[joins_] = own(DNNL_ARG_ATTR_MULTIPLE_POST_OP(k) | DNNL_ARG_SRC_1, other_of(l, l.steps[k]).get(), on);
            ++joins_;
        }
    }

    void execute(const convolution& c, const stream& to, const plan::library_call& call) noexcept {
        set(in_, call.in), set(out_, call.out), set(scratch_, call.scratch);
        for (int k = 0; k < joins_; ++k)
            if (others_[k]) set(others_[k], call.others[k]);
        // It fails only where it cannot allocate, and then there is no answer to give.
        if (dnnl_primitive_execute(c.get(), to.get(), count_, all_) != dnnl_success ||
            dnnl_stream_wait(to.get()) != dnnl_success)
            std::terminate();
    }

private:
    static constexpr int most = 5 + plan::most_library_steps;

    void put(int role, dnnl_memory_t m) { all_[count_++] = {role, m}; }
    dnnl_memory_t own(int role, const_dnnl_memory_desc_t form, const engine& on) {
        owned_[count_] = memory_at(form, on, DNNL_MEMORY_NONE);
        put(role, owned_[count_].get());
        return all_[count_ - 1].memory;
    }
    static void set(dnnl_memory_t m, const float* at) {
        if (dnnl_memory_set_data_handle(m, const_cast<float*>(at)) != dnnl_success) std::terminate();
    }

    memory owned_[most];
    dnnl_exec_arg_t all_[most]{};
    int count_ = 0, joins_ = 0;
    dnnl_memory_t in_ = nullptr, out_ = nullptr, scratch_ = nullptr, others_[plan::most_library_steps]{};
};

}  // namespace fusenet::onednn
