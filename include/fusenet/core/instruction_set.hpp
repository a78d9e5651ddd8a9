// instruction_set: which vector instructions a translation unit is compiled for, and which of them a processor has.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#elif defined(__arm__) && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace fusenet {

enum class instruction_set : unsigned char { scalar, sse2, avx, avx2, avx512, neon };

constexpr std::string_view name_of(instruction_set set) {
    switch (set) {
        case instruction_set::sse2: return "sse2";
        case instruction_set::avx: return "avx";
        case instruction_set::avx2: return "avx2";
        case instruction_set::avx512: return "avx512";
        case instruction_set::neon: return "neon";
        case instruction_set::scalar: return "scalar";
        default: return "unknown";
    }
}

/// What the vectors of this translation unit are made of, by the compiler's flags.
inline constexpr instruction_set instructions_here =
#if defined(__AVX512F__)
    instruction_set::avx512;
#elif defined(__AVX2__)
    instruction_set::avx2;
#elif defined(__AVX__)
    instruction_set::avx;
#elif defined(__SSE2__)
    instruction_set::sse2;
#elif defined(__ARM_NEON)
    instruction_set::neon;
#else
    instruction_set::scalar;
#endif

/// What a processor of this family may have, worst first; a program that holds a variant for each runs on any of them.
inline constexpr instruction_set usual_instruction_sets[] = {
#if defined(__x86_64__) || defined(__i386__)
    instruction_set::sse2, instruction_set::avx2, instruction_set::avx512
#elif defined(__aarch64__)
    instruction_set::neon
#elif defined(__arm__)
    instruction_set::scalar, instruction_set::neon
#else
    instruction_set::scalar
#endif
};

/// Features of processors, a bit each, in the order of this table.
using processor_features = std::uint32_t;
inline constexpr std::string_view processor_feature_names[] = {
    "sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "avx",     "avx2",     "fma",      "f16c",     "bmi",
    "bmi2", "lzcnt", "movbe",  "neon",   "vfpv4",  "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl",
    "avx512ifma", "avx512vbmi", "avx512vbmi2", "avx512vnni", "avx512bitalg", "avx512vpopcntdq", "avx512bf16", "gfni"};

/// Those without which code of this translation unit may not run, of those that compilers use unasked.
inline constexpr processor_features features_needed_here = 0u
#if defined(__SSE3__)
    | 1u << 0
#endif
#if defined(__SSSE3__)
    | 1u << 1
#endif
#if defined(__SSE4_1__)
    | 1u << 2
#endif
#if defined(__SSE4_2__)
    | 1u << 3
#endif
#if defined(__POPCNT__)
    | 1u << 4
#endif
#if defined(__AVX__)
    | 1u << 5
#endif
#if defined(__AVX2__)
    | 1u << 6
#endif
#if defined(__FMA__)
    | 1u << 7
#endif
#if defined(__F16C__)
    | 1u << 8
#endif
#if defined(__BMI__)
    | 1u << 9
#endif
#if defined(__BMI2__)
    | 1u << 10
#endif
#if defined(__LZCNT__)
    | 1u << 11
#endif
#if defined(__MOVBE__)
    | 1u << 12
#endif
#if defined(__arm__) && defined(__ARM_NEON)
    | 1u << 13
#endif
#if defined(__arm__) && defined(__ARM_FEATURE_FMA)
    | 1u << 14
#endif
#if defined(__AVX512F__)
    | 1u << 15
#endif
#if defined(__AVX512CD__)
    | 1u << 16
#endif
#if defined(__AVX512BW__)
    | 1u << 17
#endif
#if defined(__AVX512DQ__)
    | 1u << 18
#endif
#if defined(__AVX512VL__)
    | 1u << 19
#endif
#if defined(__AVX512IFMA__)
    | 1u << 20
#endif
#if defined(__AVX512VBMI__)
    | 1u << 21
#endif
#if defined(__AVX512VBMI2__)
    | 1u << 22
#endif
#if defined(__AVX512VNNI__)
    | 1u << 23
#endif
#if defined(__AVX512BITALG__)
    | 1u << 24
#endif
#if defined(__AVX512VPOPCNTDQ__)
    | 1u << 25
#endif
#if defined(__AVX512BF16__)
    | 1u << 26
#endif
#if defined(__GFNI__)
    | 1u << 27
#endif
    ;

/// Those that this processor has and its system lets programs use.
inline processor_features features_of_processor() noexcept {
    processor_features has = 0;
    [[maybe_unused]] const auto put = [&](int bit, bool here) { has |= static_cast<processor_features>(here) << bit; };
#if defined(__x86_64__) || defined(__i386__)
    __builtin_cpu_init();
    put(0, __builtin_cpu_supports("sse3"));
    put(1, __builtin_cpu_supports("ssse3"));
    put(2, __builtin_cpu_supports("sse4.1"));
    put(3, __builtin_cpu_supports("sse4.2"));
    put(4, __builtin_cpu_supports("popcnt"));
    put(5, __builtin_cpu_supports("avx"));
    put(6, __builtin_cpu_supports("avx2"));
    put(7, __builtin_cpu_supports("fma"));
    put(9, __builtin_cpu_supports("bmi"));
    put(10, __builtin_cpu_supports("bmi2"));
    put(15, __builtin_cpu_supports("avx512f"));
    put(16, __builtin_cpu_supports("avx512cd"));
    put(17, __builtin_cpu_supports("avx512bw"));
    put(18, __builtin_cpu_supports("avx512dq"));
    put(19, __builtin_cpu_supports("avx512vl"));
    put(20, __builtin_cpu_supports("avx512ifma"));
    put(21, __builtin_cpu_supports("avx512vbmi"));
    put(22, __builtin_cpu_supports("avx512vbmi2"));
    put(23, __builtin_cpu_supports("avx512vnni"));
    put(24, __builtin_cpu_supports("avx512bitalg"));
    put(25, __builtin_cpu_supports("avx512vpopcntdq"));
    put(26, __builtin_cpu_supports("avx512bf16"));
    put(27, __builtin_cpu_supports("gfni"));
    unsigned a = 0, b = 0, c = 0, d = 0;  // what clang 16 does not know by name
    if (__get_cpuid(1, &a, &b, &c, &d)) {
        put(8, (c >> 29 & 1) && __builtin_cpu_supports("avx"));
        put(12, c >> 22 & 1);
    }
    if (__get_cpuid(0x80000001, &a, &b, &c, &d)) put(11, c >> 5 & 1);
#elif defined(__arm__) && defined(__linux__)
    const unsigned long hardware = getauxval(AT_HWCAP);
    put(13, hardware >> 12 & 1);
    put(14, hardware >> 16 & 1);
#endif
    return has;
}

/// "avx2 fma", of a set of features.
inline std::string spelled(processor_features features) {
    std::string all;
    for (std::size_t bit = 0; bit < std::size(processor_feature_names); ++bit)
        if (features >> bit & 1) all.append(all.empty() ? "" : " ").append(processor_feature_names[bit]);
    return all;
}

}  // namespace fusenet
