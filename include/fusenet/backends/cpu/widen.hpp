// widen: vectors of floats from numbers of 16 bits, as weights may be stored.
#pragma once

#include <cstdint>
#include <cstring>
#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/core/features.hpp>
#include <fusenet/core/weight_storage.hpp>

namespace fusenet::cpu {

#if FUSENET_HAS_XSIMD
namespace detail {

template <class T>
struct lanes_of {
    typedef T type __attribute__((vector_size(lanes * sizeof(T))));
};
using words = lanes_of<std::uint32_t>::type;

/// The compilers' own vectors, for machines whose instructions are not named below.
[[gnu::always_inline]] inline words load_words(const void* p) {
    lanes_of<std::uint16_t>::type halves;
    std::memcpy(&halves, p, sizeof halves);
    return __builtin_convertvector(halves, words);
}
[[gnu::always_inline]] inline vec as_floats(words bits) { return vec(reinterpret_cast<vec::register_type>(bits)); }

}  // namespace detail
#endif

[[gnu::always_inline]] inline vec load(const bfloat16* p) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    const __m512i wide = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
    return vec(_mm512_castsi512_ps(_mm512_slli_epi32(wide, 16)));
#elif FUSENET_HAS_XSIMD && defined(__AVX2__)
    const __m256i wide = _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    return vec(_mm256_castsi256_ps(_mm256_slli_epi32(wide, 16)));
#elif FUSENET_HAS_XSIMD
    return detail::as_floats(detail::load_words(p) << 16);
#else
    return widened(*p);
#endif
}

/// Every value exactly, as `widened` has it, but that a signalling NaN may become quiet.
[[gnu::always_inline]] inline vec load(const float16* p) {
#if FUSENET_HAS_XSIMD && defined(__AVX512F__)
    return vec(_mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))));
#elif FUSENET_HAS_XSIMD && defined(__AVX__) && defined(__F16C__)
    return vec(_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
#elif FUSENET_HAS_XSIMD && defined(__aarch64__)
    float16x4_t halves;
    std::memcpy(&halves, p, sizeof halves);
    return vec(vcvt_f32_f16(halves));
#elif FUSENET_HAS_XSIMD
    using detail::words;
    const words wide = detail::load_words(p), size = (wide & 0x7fffu) << 13, exponent = wide & 0x7c00u;
    // A subnormal is what is left of 2^-14 with its digits behind it.
    constexpr std::uint32_t least = 113u << 23;
    const vec above = detail::as_floats(size + least) - detail::as_floats(words{} + least);
    const words subnormal = reinterpret_cast<words>(static_cast<vec::register_type>(above));
    const words normal = size + (112u << 23), other = size + (224u << 23);
    const words found = exponent == 0u ? subnormal : exponent == 0x7c00u ? other : normal;
    return detail::as_floats(found | (wide & 0x8000u) << 16);
#else
    return widened(*p);
#endif
}

}  // namespace fusenet::cpu
