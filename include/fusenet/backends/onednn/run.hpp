// run: what oneDNN computes of a network: its primitives, their filters, and one execution.
#pragma once

#include <algorithm>
#include <fusenet/backends/onednn/convolution.hpp>
#include <fusenet/core/openmp_threads.hpp>
#include <optional>
#include <vector>

namespace fusenet::onednn {

/// A nest that oneDNN is asked to take: its only stage, and the memory where our kernels' filters and biases would lie.
struct offer {
    int nest = -1;
    plan::library_stage stage;
    float* filters = nullptr;
    long long filter_floats = 0;
    float* biases = nullptr;
};

/// All nests of a network that oneDNN takes. What it has no fast kernel for it leaves to ours.
class contractor {
public:
    contractor(int nests, const std::vector<offer>& offers, int threads)
        : engine_(made<engine>("a CPU engine", [](dnnl_engine_t* e) { return dnnl_engine_create(e, dnnl_cpu, 0); })),
          stream_(made<stream>("a stream", [&](dnnl_stream_t* s) { return dnnl_stream_create(s, engine_.get(), dnnl_stream_default_flags); })),
          of_nest_(static_cast<std::size_t>(nests), -1),
          threads_(threads) {
        const openmp_threads limit(threads);
        for (const offer& o : offers) {
            convolution c(o.stage, engine_);
            if (!c) continue;
            of_nest_[static_cast<std::size_t>(o.nest)] = static_cast<int>(all_.size());
            const bool fits = dnnl_memory_desc_get_size(c.filters()) <= static_cast<std::size_t>(o.filter_floats) * sizeof(float);
            memory filters = memory_at(c.filters(), engine_, fits ? o.filters : DNNL_MEMORY_ALLOCATE);
            memory biases = memory_at(c.biases(), engine_, o.biases);
            all_.push_back({std::move(c), std::move(filters), std::move(biases), {}});
        }
        prepare();
    }

    /// From now on for so many threads. Filters keep their form; where oneDNN then has no fast kernel, the number of
    /// threads stays what it was.
    void threads(int count) {
        const openmp_threads limit(count);
        for (taken& t : all_)
            if (convolution c(t.how.stage(), engine_, t.how.filters()); c) t.how = std::move(c);
        threads_ = count;
        prepare();
    }

    /// Reorders the filters of a nest that it takes, given as rows [out][kh][kw][in of a group].
    void load(int nest, const float* rows) {
        const openmp_threads limit(threads_);
        taken& t = of(nest);
        const memory_form form = t.how.rows();
        const memory from = memory_at(form.get(), engine_, const_cast<float*>(rows));
        const auto how = made<primitive_form>("a reorder", [&](dnnl_primitive_desc_t* p) {
            return dnnl_reorder_primitive_desc_create(p, form.get(), engine_.get(), t.how.filters(), engine_.get(), nullptr);
        });
        const auto reorder = made<primitive>("a reorder", [&](dnnl_primitive_t* p) { return dnnl_primitive_create(p, how.get()); });
        const dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from.get()}, {DNNL_ARG_TO, t.filters.get()}};
        require(dnnl_primitive_execute(reorder.get(), stream_.get(), 2, arguments), "a reorder");
        require(dnnl_stream_wait(stream_.get()), "a reorder");
    }

    /// How many nests it takes.
    int size() const { return static_cast<int>(all_.size()); }
    /// Floats behind the plan's arena that it works in.
    long long scratch_floats() const { return scratch_floats_; }
    /// Calls that work in this arena find their arguments prepared; others make them anew. No two calls may work in one
    /// arena at the same time, so that nobody needs to be kept out.
    void at_home_in(const float* arena) { home_ = arena; }

    bool takes(int nest) const noexcept { return of_nest_[static_cast<std::size_t>(nest)] >= 0; }
    void run(int nest, const plan::library_call& call) const noexcept {
        const openmp_threads limit(threads_);
        const taken& t = of(nest);
        if (call.arena == home_) t.at_home->execute(t.how, stream_, call);
        else call_arguments(t.how, engine_, t.filters, t.biases).execute(t.how, stream_, call);
    }

private:
    struct taken {
        convolution how;
        memory filters, biases;
        std::unique_ptr<call_arguments> at_home;
    };
    taken& of(int nest) { return all_[static_cast<std::size_t>(of_nest_[static_cast<std::size_t>(nest)])]; }
    const taken& of(int nest) const { return all_[static_cast<std::size_t>(of_nest_[static_cast<std::size_t>(nest)])]; }

    void prepare() {
        scratch_floats_ = 0;
        for (taken& t : all_) {
            t.at_home = std::make_unique<call_arguments>(t.how, engine_, t.filters, t.biases);
            scratch_floats_ = std::max(scratch_floats_, static_cast<long long>((t.how.scratch_bytes() + 3) / 4));
        }
    }

    engine engine_;
    stream stream_;
    std::vector<taken> all_;
    std::vector<int> of_nest_;  // which of them, or -1
    long long scratch_floats_ = 0;
    const float* home_ = nullptr;
    int threads_ = 1;
};

}  // namespace fusenet::onednn
