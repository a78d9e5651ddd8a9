// openmp: OpenMP's threads as an executor: model.threads(4, fusenet::openmp).
#pragma once

#include <fusenet/core/executor.hpp>
#if defined(_OPENMP)
#include <omp.h>
#endif

namespace fusenet {

#if defined(_OPENMP)
/// One parallel region for each run. OpenMP keeps a team for each thread that calls, made at its first call; how its
/// threads wait between runs, and which cores they keep to, the program's environment says (OMP_WAIT_POLICY,
/// OMP_PROC_BIND). Only in programs that are compiled with OpenMP.
inline constexpr auto openmp = [](int pieces, shared_work work) {
#pragma omp parallel num_threads(pieces)
    work(omp_get_thread_num());
};
#endif

}  // namespace fusenet
