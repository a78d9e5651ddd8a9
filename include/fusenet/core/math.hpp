// The scalar vocabulary of layers. SIMD batches bring their own overloads, found by argument lookup.
#pragma once

#include <cmath>
#include <fusenet/core/features.hpp>

#ifdef __CUDACC__
#define FUSENET_HD __host__ __device__  // the library's one macro: callable on both sides
#else
#define FUSENET_HD
#endif

namespace fusenet {

template <class T>
concept real = __is_same(T, float) || __is_same(T, double);

/// Where either is not a number the second is chosen, as x86's vectors do: max(V(0), x) lets NaN pass.
template <real T> FUSENET_HD constexpr T max(T a, T b) { return a > b ? a : b; }
template <real T> FUSENET_HD constexpr T min(T a, T b) { return a < b ? a : b; }
template <real T> FUSENET_HD constexpr T select(bool chosen, T a, T b) { return chosen ? a : b; }
template <real T> FUSENET_HD constexpr T abs(T x) { return x < 0 ? -x : x; }
template <real T> FUSENET_HD inline T exp(T x) { return std::exp(x); }
template <real T> FUSENET_HD inline T expm1(T x) { return std::expm1(x); }
template <real T> FUSENET_HD inline T log(T x) { return std::log(x); }
template <real T> FUSENET_HD inline T log1p(T x) { return std::log1p(x); }
template <real T> FUSENET_HD inline T tanh(T x) { return std::tanh(x); }
template <real T> FUSENET_HD inline T erf(T x) { return std::erf(x); }
template <real T> FUSENET_HD inline T erfc(T x) { return std::erfc(x); }
template <real T> FUSENET_HD inline T sqrt(T x) { return std::sqrt(x); }
template <real T> FUSENET_HD inline T pow(T x, T y) { return std::pow(x, y); }

/// A number as V, rounded once: a SIMD batch would take a double only with a warning.
template <class V>
FUSENET_HD constexpr V constant(double x) {
    if constexpr (real<V>) return static_cast<V>(x);
    else return V(static_cast<typename V::value_type>(x));
}

}  // namespace fusenet

#if FUSENET_FREESTANDING
#include <fusenet/core/activations.hpp>  // exp and tanh of a float, in place of a library's
#endif
