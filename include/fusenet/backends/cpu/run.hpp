// run: one inference of a planned network on the CPU: nest after nest, shared by threads in one parallel region.
#pragma once

#include <fusenet/backends/cpu/emit.hpp>
#include <utility>
#if defined(_OPENMP)
#include <omp.h>
#endif

namespace fusenet::cpu {

namespace detail {

/// All nests, as one thread of a team sees them; `barrier()` waits for the team.
template <class Plan, class Barrier>
void run_team(const memory_in_use& m, int thread, int threads, Barrier barrier) {
    [&]<int... N>(std::integer_sequence<int, N...>) __attribute__((always_inline)) {
        [[maybe_unused]] const int done[] = {  // braces: clang folds at most 256 terms
            ([&]() __attribute__((always_inline)) {
                float* bands = thread == 0 ? m.arena + Plan::memory.bands[N]
                                           : m.arena + Plan::memory.floats + (thread - 1) * Plan::memory.bands_most;
                emit<Plan>::template run_nest<N>(m, bands, thread, threads);
                if constexpr (Plan::template nest_at<N>.totals) {
                    barrier();
                    if (thread == 0) emit<Plan>::template finish_nest<N>(m);
                }
                barrier();
            }(), 0)...,
            0};
    }(std::make_integer_sequence<int, Plan::nest_count>());
}

}  // namespace detail

/// One image. `arena` has Plan::arena_bytes_for(threads) bytes, aligned to 64. Allocates nothing, takes no lock. The
/// answer is the same, bit for bit, for every number of threads.
template <class Plan>
void run(const memory_in_use& m, [[maybe_unused]] int threads) noexcept {
#if defined(_OPENMP)
    if (threads > 1) {
#pragma omp parallel num_threads(threads)
        {
            detail::run_team<Plan>(m, omp_get_thread_num(), omp_get_num_threads(), [] {
#pragma omp barrier
            });
        }
        return;
    }
#endif
    detail::run_team<Plan>(m, 0, 1, [] {});
}

}  // namespace fusenet::cpu
