// run: one inference of a planned network on the CPU: nest after nest, shared by threads in one parallel region.
#pragma once

#include <fusenet/backends/cpu/emit.hpp>
#include <utility>
#if defined(_OPENMP)
#include <omp.h>
#endif

namespace fusenet::cpu {

namespace detail {

/// Nests [first, end), as one thread of a team sees them; `barrier()` waits for the team.
template <class Plan, class Contractor, class Barrier>
void run_team(const memory_in_use& m, int first, int end, int thread, int threads, Barrier barrier) {
    [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline)) {
        [[maybe_unused]] const int done[] = {  // braces: clang folds at most 256 terms
            ([&]() __attribute__((always_inline)) {
                if (N < first || N >= end) return;
                float* bands = thread == 0 ? m.arena + Plan::memory.bands[N]
                                           : m.arena + Plan::memory.floats + (thread - 1) * Plan::memory.bands_most;
                emit<Plan, Contractor>::template run_nest<N>(m, bands, thread, threads);
                if constexpr (Plan::template nest_at<N>.totals) {
                    barrier();
                    if (thread == 0) emit<Plan, Contractor>::template finish_nest<N>(m);
                }
                barrier();
            }(), 0)...,
            0};
    }(std::make_integer_sequence<int, Plan::nest_count>());
}

/// Nests [first, end), in one parallel region.
template <class Plan, class Contractor>
void run_nests(const memory_in_use& m, int first, int end, [[maybe_unused]] int threads) noexcept {
#if defined(_OPENMP)
    if (threads > 1) {
#pragma omp parallel num_threads(threads)
        {
            run_team<Plan, Contractor>(m, first, end, omp_get_thread_num(), omp_get_num_threads(), [] {
#pragma omp barrier
            });
        }
        return;
    }
#endif
    run_team<Plan, Contractor>(m, first, end, 0, 1, [] {});
}

/// What a contractor needs to know to run nest `n`.
template <class Plan>
plan::library_call call_of(const memory_in_use& m, int n, float* scratch) {
    const auto& list = Plan::stages;
    const plan::stage& s = list.stages[Plan::nests.nests[n].first];
    auto memory_of = [&](int t) { return emit<Plan>::root_memory(m, list.tensors[t].storage) + list.tensors[t].channel; };
    plan::library_call call{memory_of(s.in), memory_of(s.out), {}, m.arena, scratch};
    for (int k = 0, joins = 0; k < s.steps; ++k)
        if (const int other = list.steps[s.first_step + k].other; other >= 0) call.others[joins++] = memory_of(other);
    return call;
}

}  // namespace detail

/// Nest `Nest` alone, in the calling thread; `threads` is how many the arena is for.
template <class Plan, int Nest, class Contractor>
void run_nest(const memory_in_use& m, int threads, const Contractor& outside) noexcept {
    if (outside.takes(Nest)) {
        outside.run(Nest, detail::call_of<Plan>(m, Nest, m.arena + Plan::memory.arena_floats(threads)));
        return;
    }
    emit<Plan, Contractor>::template run_nest<Nest>(m, m.arena + Plan::memory.bands[Nest], 0, 1);
    emit<Plan, Contractor>::template finish_nest<Nest>(m);
}

/// One image. `arena` has Plan::arena_bytes_for(threads) bytes, best aligned to 64, and behind them what the contractor
/// wants to work in. With our own kernels it allocates nothing and takes no lock (but that OpenMP makes its team at the
/// first call of each thread that calls with `threads` above 1), and the answer is the same, bit for bit, for every
/// number of threads.
template <class Plan, class Contractor = own_kernels>
void run(const memory_in_use& m, int threads, const Contractor& outside = {}) noexcept {
    for (int n = 0; n < Plan::nest_count;) {
        if (outside.takes(n)) {
            outside.run(n, detail::call_of<Plan>(m, n, m.arena + Plan::memory.arena_floats(threads)));
            ++n;
            continue;
        }
        int end = n + 1;
        while (end < Plan::nest_count && !outside.takes(end)) ++end;
        detail::run_nests<Plan, Contractor>(m, n, end, threads);
        n = end;
    }
}

}  // namespace fusenet::cpu
