// All of a plan at run time, as planned<net> makes it at compile time; for networks that are drawn.
#pragma once

#include <fusenet/nest/collapse.hpp>
#include <fusenet/nest/verify.hpp>
#include <fusenet/plan/form_stages.hpp>
#include <fusenet/plan/memory.hpp>
#include <fusenet/plan/verify.hpp>
#include <fusenet/schedule/verify.hpp>
#include <utility>
#include <vector>

namespace fusenet::test {

/// Calls f(nest<S>) for a range of S stages.
template <int C, class F>
void with_nest(const plan::stage_list<C>& list, const plan::nest_range& range, const target& machine, F f) {
    [&]<int... S>(std::integer_sequence<int, S...>) {
        ((range.size() == S + 1 ? f(nest::collapse<S + 1>(list, range, machine)) : void()), ...);
    }(std::make_integer_sequence<int, plan::longest_nest>());
}

template <int C>
struct whole_plan {
    plan::stage_list<C> stages;
    plan::nest_list<C> nests;
    plan::memory_plan<C> memory;
    schedule::weight_layout<C> layout;
    std::vector<long long> bands, partials;
    std::vector<short> in_place;
};

template <int N, int E>
auto make_plan(const ir<N, E>& net, const target& machine, bool fuse) {
    whole_plan<plan::stage_former<N, E>::capacity> p;
    p.stages = plan::form_stages(net, machine, fuse);
    p.nests = plan::group(p.stages, machine, fuse);
    for (int k = 0; k < p.nests.count; ++k) {
        const plan::nest_range& range = p.nests.nests[k];
        with_nest(p.stages, range, machine, [&](const auto& n) {
            const long long floats = plan::aligned(n.band_floats);
            const shape summed = p.stages.tensors[p.stages.stages[range.end - 1].in].extent;
            p.partials.push_back(n.totals ? floats : 0);
            p.bands.push_back(floats + (n.totals ? summed.h * plan::aligned(summed.c) : 0));
        });
        p.in_place.push_back(fuse ? plan::place_shared(p.stages, range) : short{-1});
    }
    p.memory = plan::place(p.stages, p.nests, p.bands.data(), p.in_place.data());
    p.layout = schedule::lay_out_weights(p.stages, net, machine);
    return p;
}

/// What is wrong with a plan, of the stages, the nests and the memory.
template <int C>
problem check_whole(const whole_plan<C>& p) {
    problem w = plan::verify_stages(p.stages);
    if (!w.found()) w = plan::verify_nests(p.stages, p.nests);
    if (!w.found()) w = plan::verify_memory(p.stages, p.nests, p.memory, p.bands.data(), p.in_place.data());
    return w;
}

/// The same of every nest, walked by `pieces` threads.
template <int C>
problem check_nests(const whole_plan<C>& p, const target& machine, int pieces) {
    problem w;
    for (int k = 0; k < p.nests.count && !w.found(); ++k)
        with_nest(p.stages, p.nests.nests[k], machine, [&](const auto& n) {
            const auto at = static_cast<std::size_t>(k);
            w = nest::verify_bands(n, p.stages, p.nests.nests[k], k, p.bands[at], p.partials[at]);
            if (!w.found()) w = nest::verify_walk(n, k, n.shares == nest::split::rows ? pieces : 1);
        });
    return w;
}

}  // namespace fusenet::test
