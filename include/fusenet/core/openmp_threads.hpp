// openmp_threads: how many threads others may start by OpenMP, as long as it lives.
#pragma once

#if defined(_OPENMP)
#include <omp.h>
#endif

namespace fusenet {

/// Of this thread alone. Without OpenMP it does nothing: libraries then start as many as they please.
class openmp_threads {
public:
    explicit openmp_threads([[maybe_unused]] int count) {
#if defined(_OPENMP)
        before_ = omp_get_max_threads();
        omp_set_num_threads(count);
#endif
    }
    ~openmp_threads() {
#if defined(_OPENMP)
        omp_set_num_threads(before_);
#endif
    }
    openmp_threads(const openmp_threads&) = delete;
    openmp_threads& operator=(const openmp_threads&) = delete;

private:
    [[maybe_unused]] int before_ = 0;
};

}  // namespace fusenet
