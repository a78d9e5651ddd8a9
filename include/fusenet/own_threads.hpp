// own_threads: the threads of a model whose user brings none.
#pragma once

#include <fusenet/core/executor.hpp>
#include <fusenet/core/library.hpp>
#include <fusenet/openmp.hpp>
#include <memory>
#if defined(__STDCPP_THREADS__)
#include <fusenet/team.hpp>
#endif

namespace fusenet {

/// A team. Beside the library `By` they are OpenMP's, if those are what it works with: two teams that spin would keep
/// each other from the cores.
template <library By>
class own_threads {
public:
#if defined(__STDCPP_THREADS__)
    static constexpr bool any = true;
    explicit own_threads(int count) : team_(count > 1 && !by_openmp ? std::make_unique<team>(count) : nullptr) {}
#else
    static constexpr bool any = false;
    explicit own_threads(int /*count*/) {}
#endif

    executor_reference reference() const {
#if defined(__STDCPP_THREADS__)
        if (team_) return executor_reference(*team_);
#endif
#if defined(_OPENMP)
        if constexpr (by_openmp) return executor_reference(openmp);
#endif
        return executor_reference(nobody);
    }

private:
#if defined(_OPENMP)
    static constexpr bool by_openmp = By == library::onednn;
#else
    static constexpr bool by_openmp = false;
#endif
    static constexpr calling_thread nobody{};
#if defined(__STDCPP_THREADS__)
    std::unique_ptr<team> team_;
#endif
};

}  // namespace fusenet
