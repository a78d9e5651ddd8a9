// lane_order: floats that lie side by side in memory, taken into a vector in any order.
#pragma once

#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/core/features.hpp>
#include <utility>

namespace fusenet::cpu {

/// Lane l takes the float at `first + of[l]`, which is one of the first `lanes` in memory.
struct lane_order {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    __m512i of;
    [[gnu::always_inline]] explicit lane_order(const int* p) : of(_mm512_loadu_si512(p)) {}
#elif FUSENET_HAS_XSIMD && defined(__AVX2__)
    __m256i of;
    [[gnu::always_inline]] explicit lane_order(const int* p)
        : of(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))) {}
#else
    const int* of;
    int first = 0;
    [[gnu::always_inline]] explicit lane_order(const int* p) : of(p) {}
#endif

    /// From now on every lane takes the next float.
    [[gnu::always_inline]] void advance() {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
        of = _mm512_add_epi32(of, _mm512_set1_epi32(1));
#elif FUSENET_HAS_XSIMD && defined(__AVX2__)
        of = _mm256_add_epi32(of, _mm256_set1_epi32(1));
#else
        ++first;
#endif
    }

#if FUSENET_HAS_XSIMD && defined(__AVX2__)
    using source = vec;
    /// What lies at p. Where `Some`, nothing behind the first n floats is read.
    template <bool Some>
    [[gnu::always_inline]] static source at(const float* p, int n) {
        return load_lanes<Some>(p, n);
    }
#else
    struct source {
        const float* p;
        int n;
    };
    template <bool Some>
    [[gnu::always_inline]] static source at(const float* p, int n) {
        return {p, n};
    }
#endif
    /// The same in this order.
    template <bool Some>
    [[gnu::always_inline]] vec read(const source& s) const {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
        return vec(_mm512_permutexvar_ps(of, s));
#elif FUSENET_HAS_XSIMD && defined(__AVX2__)
        return vec(_mm256_permutevar8x32_ps(s, of));
#elif FUSENET_HAS_XSIMD
        return [&]<int... L>(std::integer_sequence<int, L...>) __attribute__((always_inline)) {
            return vec(typename vec::register_type{(!Some || first + of[L] < s.n ? s.p[first + of[L]] : 0.f)...});
        }(std::make_integer_sequence<int, lanes>());
#else
        return s.p[first + *of];
#endif
    }
};

}  // namespace fusenet::cpu
