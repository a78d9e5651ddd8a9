// one_isa: that all translation units of a program compile fusenet for the same vectors.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/core/target.hpp>

namespace fusenet::cpu {

namespace detail {

/// What plans and kernels follow from, as one number.
consteval int vectors_here() {
    constexpr target here;
    int number = here.lanes * 1000 + here.registers;
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
    number += 500;
#endif
    return number;
}

inline constinit int vectors_of_program = 0;  // 0: no translation unit has said

/// Templates of other vectors have the same names, so that the linker would keep one of each and the program compute
/// wrong numbers: it ends here instead, before main.
inline bool one_for_all(int here) noexcept {
    if (vectors_of_program == 0) vectors_of_program = here;
    if (vectors_of_program == here) return true;
    std::fputs("fusenet: translation units of this program were compiled with different -m flags or FUSENET_HAS_XSIMD; "
               "give all that include fusenet the same\n", stderr);
    std::_Exit(EXIT_FAILURE);
}

}  // namespace detail

namespace {
[[maybe_unused]] const bool one_isa = detail::one_for_all(detail::vectors_here());
}

}  // namespace fusenet::cpu
