// vec: the widest vector of floats the compiler's flags allow, by xsimd, or one float; and how its parts move.
#pragma once

#include <fusenet/core/activations.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/core/math.hpp>

#if defined(__AVX__) && FUSENET_HAS_XSIMD
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // GCC 12 finds fault with its own AVX-512 header (bug 105593)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
#endif
#if FUSENET_HAS_XSIMD
#include <xsimd/xsimd.hpp>
#endif

namespace fusenet::cpu {

#if FUSENET_HAS_XSIMD
using vec = xsimd::batch<float>;
inline constexpr int lanes = static_cast<int>(vec::size);
#else
using vec = float;
inline constexpr int lanes = 1;
#endif

[[gnu::always_inline]] inline vec load(const float* p) {
#if FUSENET_HAS_XSIMD
    return vec::load_unaligned(p);
#else
    return *p;
#endif
}

[[gnu::always_inline]] inline void store(float* p, vec v) {
#if FUSENET_HAS_XSIMD
    v.store_unaligned(p);
#else
    *p = v;
#endif
}

#if FUSENET_HAS_XSIMD && defined(__AVX__) && !defined(__AVX512F__)
[[gnu::always_inline]] inline __m256i first_lanes(int n) {
    alignas(32) static constexpr int ones[16] = {-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0};
    return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(ones + 8 - n));
}
#endif

/// The first n of a vector's floats; the other lanes are 0. Reads nothing behind them.
[[gnu::always_inline]] inline vec load_some(const float* p, int n) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return vec(_mm512_maskz_loadu_ps(static_cast<__mmask16>((1u << n) - 1), p));
#elif FUSENET_HAS_XSIMD && defined(__AVX__)
    return vec(_mm256_maskload_ps(p, first_lanes(n)));
#elif FUSENET_HAS_XSIMD
    alignas(vec) float parts[lanes]{};
    for (int i = 0; i < n; ++i) parts[i] = p[i];
    return vec::load_aligned(parts);
#else
    static_cast<void>(n);
    return *p;
#endif
}

/// Writes the first n lanes, and nothing behind them.
[[gnu::always_inline]] inline void store_some(float* p, vec v, int n) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    _mm512_mask_storeu_ps(p, static_cast<__mmask16>((1u << n) - 1), v);
#elif FUSENET_HAS_XSIMD && defined(__AVX__)
    _mm256_maskstore_ps(p, first_lanes(n), v);
#elif FUSENET_HAS_XSIMD
    alignas(vec) float parts[lanes];
    v.store_aligned(parts);
    for (int i = 0; i < n; ++i) p[i] = parts[i];
#else
    static_cast<void>(n);
    *p = v;
#endif
}

/// All lanes, or the first n where `Some`.
template <bool Some>
[[gnu::always_inline]] inline vec load_lanes(const float* p, int n) {
    if constexpr (Some) return load_some(p, n);
    else return load(p);
}

/// a * b + c; fused where the machine can.
[[gnu::always_inline]] inline vec multiply_add(vec a, vec b, vec c) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return _mm512_fmadd_ps(a, b, c);  // xsimd 8 has no fma for AVX-512: its product and sum stay apart with clang
#elif FUSENET_HAS_XSIMD
    return xsimd::fma(a, b, c);
#else
    return a * b + c;
#endif
}

/// Keeps a loaded value in its register. GCC 12 turns a load with several uses back into a memory operand of each
/// multiplication, and the kernel becomes bound by loads; clang needs no help.
[[gnu::always_inline]] inline void hold([[maybe_unused]] vec& v) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__) && !defined(__clang__)
    asm("" : "+v"(v.data));
#elif FUSENET_HAS_XSIMD && defined(__x86_64__) && !defined(__clang__)
    asm("" : "+x"(v.data));
#endif
}

/// The first half of the lanes, or the second one in its place; zeros in the other.
[[gnu::always_inline]] inline vec lower_half(vec v) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return vec(_mm512_maskz_mov_ps(0x00ff, v));
#elif FUSENET_HAS_XSIMD && defined(__AVX__)
    return vec(_mm256_permute2f128_ps(v, v, 0x80));
#else
    alignas(vec) float parts[lanes];
    store(parts, v);
    return load_some(parts, lanes / 2);
#endif
}
[[gnu::always_inline]] inline vec upper_half(vec v) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return vec(_mm512_maskz_shuffle_f32x4(0x00ff, v, v, 0xee));
#elif FUSENET_HAS_XSIMD && defined(__AVX__)
    return vec(_mm256_permute2f128_ps(v, v, 0x81));
#else
    alignas(vec) float parts[lanes];
    store(parts, v);
    return load_some(parts + lanes / 2, lanes / 2);
#endif
}

/// The sum of all lanes.
[[gnu::always_inline]] inline float sum_of(vec v) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return _mm512_reduce_add_ps(v);
#elif FUSENET_HAS_XSIMD
    return xsimd::hadd(v);
#else
    return v;
#endif
}

/// The sum, or the largest, of the first n lanes, in the order of the lanes.
template <class Combine>
inline float across(vec v, int n, Combine combine) {
    float parts[lanes];
    store(parts, v);
    float all = parts[0];
    for (int i = 1; i < n; ++i) all = combine(all, parts[i]);
    return all;
}

}  // namespace fusenet::cpu

#if FUSENET_HAS_XSIMD
namespace fusenet {

template <class Arch>
struct vector_ops<xsimd::batch<float, Arch>> {
    using batch = xsimd::batch<float, Arch>;

    [[gnu::always_inline]] static batch multiply_add(batch a, batch b, batch c) {
        if constexpr (__is_same(batch, cpu::vec)) return cpu::multiply_add(a, b, c);
        else return xsimd::fma(a, b, c);
    }
    /// With AVX-512 by a Newton step from an estimate: whole vectors divide slowly, and one after the other.
    [[gnu::always_inline]] static batch quotient(batch a, batch b) {
#if defined(__AVX512F__)
        if constexpr (__is_same(batch, cpu::vec)) {
            const batch near = _mm512_rcp14_ps(b), off = _mm512_fnmadd_ps(near, b, _mm512_set1_ps(1.f)), first = a * near;
            return multiply_add(first, off, first);
        }
#endif
        return a / b;
    }
    [[gnu::always_inline]] static batch rounded(batch x) { return xsimd::nearbyint(x); }
    [[gnu::always_inline]] static batch scaled(batch x, batch n) {
#if defined(__AVX512F__)
        if constexpr (__is_same(batch, cpu::vec)) return _mm512_scalef_ps(x, n);
#endif
        return xsimd::ldexp(x, xsimd::to_int(n));
    }
};

}  // namespace fusenet
#endif
