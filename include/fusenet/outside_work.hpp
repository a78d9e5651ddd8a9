// outside_work: what a model leaves to a library, from the plan's decision to the library's own objects.
#pragma once

#include <fusenet/backends/cpu/pack.hpp>
#include <fusenet/backends/cpu/run.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/core/library.hpp>
#include <type_traits>
#if FUSENET_HAS_ONEDNN
#include <fusenet/backends/onednn/run.hpp>
#include <vector>
#endif

namespace fusenet {

namespace detail {

/// In a missing library's place, so that after the complaint about it nothing else complains.
struct missing_library : cpu::own_kernels {
    static void make_rows(const plan::library_stage&, rows, rows, const plan::library_rows&) {}
};

}  // namespace detail

/// What the library `By` computes of a model; this one, of no library, leaves all to our kernels.
template <class Plan, library By = resolved(Plan::wanted)>
class outside_work {
public:
    static constexpr library missing = By;  // the libraries have specialisations

private:
    using contractor_type = std::conditional_t<By == library::none, cpu::own_kernels, detail::missing_library>;

public:
    outside_work(float* /*weights*/, int /*threads*/) {}

    void threads(int) {}
    void at_home_in(const float*) {}
    /// Floats of the arena behind the plan's.
    long long scratch_floats() const { return 0; }
    status load(cpu::packer<Plan>& given) { return given.pack(); }
    /// How many stages the library computes.
    int size() const { return 0; }
    contractor_type contractor() const { return {}; }
};

namespace detail {

/// The library that `Plan` wants and that is not here, or none.
template <class Plan>
constexpr library library_missing_for() {
    if constexpr (requires { outside_work<Plan>::missing; }) return outside_work<Plan>::missing;
    else return library::none;
}

}  // namespace detail

#if FUSENET_HAS_ONEDNN
template <class Plan>
class outside_work<Plan, library::onednn> {
public:
    outside_work(float* weights, int threads) : contractor_(Plan::nest_count, offers(weights), threads) {}

    void threads(int count) { contractor_.threads(count); }
    void at_home_in(const float* arena) { contractor_.at_home_in(arena); }
    long long scratch_floats() const { return contractor_.scratch_floats(); }
    status load(cpu::packer<Plan>& given) {
        bool taken[Plan::stage_count + 1]{};
        for (int n = 0; n < Plan::nest_count; ++n) taken[Plan::nests.nests[n].first] = contractor_.takes(n);
        status done = given.pack([&](int s) { return taken[s]; });
        std::vector<float> rows;
        for (int n = 0; n < Plan::nest_count && done; ++n) {
            if (!contractor_.takes(n)) continue;
            const int s = Plan::nests.nests[n].first;
            const long long floats = form(s).depth() * Plan::graph.nodes[Plan::stages.stages[s].node].out.c;
            rows.assign(static_cast<std::size_t>(floats), 0.f);
            done = given.pack_rows(s, rows.data());
            if (done) contractor_.load(n, rows.data());
        }
        return done;
    }
    int size() const { return contractor_.size(); }
    const onednn::contractor& contractor() const { return contractor_; }

private:
    static constexpr schedule::packing form(int s) {
        return schedule::packing_of(Plan::graph.nodes[Plan::stages.stages[s].node], false, Plan::machine);
    }
    static std::vector<onednn::offer> offers(float* weights) {
        std::vector<onednn::offer> all;
        for (int n = 0; n < Plan::nest_count; ++n) {
            const int s = Plan::nests.nests[n].first;
            if (Plan::owners.of[s] != library::onednn) continue;
            const auto stage = plan::describe_for_library(Plan::stages, Plan::graph, s, Plan::nest_floats.in_place[n]);
            all.push_back({n, stage, weights + Plan::layout.weights[s], form(s).floats(), weights + Plan::layout.bias[s]});
        }
        return all;
    }

    onednn::contractor contractor_;
};
#endif

}  // namespace fusenet
