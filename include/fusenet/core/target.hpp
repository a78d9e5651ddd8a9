// target: what planning assumes of the machine. Nothing is probed: the defaults follow from the compiler's flags.
#pragma once

#include <fusenet/core/features.hpp>

namespace fusenet {

namespace detail {

constexpr int lanes_here() {
#if !FUSENET_HAS_XSIMD
    return 1;
#elif defined(__AVX512F__)
    return 16;
#elif defined(__AVX__)
    return 8;
#else
    return 4;
#endif
}

constexpr int registers_here() {
#if defined(__AVX512F__) || defined(__aarch64__)
    return 32;
#else
    return 16;
#endif
}

constexpr long long l2_here() {
#if defined(__AVX512F__)
    return 1 << 20;
#else
    return 1 << 19;
#endif
}

constexpr int balance_here() {
#if defined(__AVX512F__)
    return 16;
#else
    return 8;
#endif
}

}  // namespace detail

struct target {
    int lanes = detail::lanes_here();          // floats in a vector register
    int registers = detail::registers_here();  // vector registers
    long long l1 = 32 << 10;                   // bytes of data cache of a core
    long long l2 = detail::l2_here();
    long long l3 = 16 << 20;                   // shared
    int cores = 1;       // threads that share one image: seams between their rows are counted as work
    int balance = detail::balance_here();  // flops a core does while it moves one byte from memory
    int meeting = 12'000 * lanes;  // flops a core does in the microsecond that threads take to meet: no piece has less

    bool least_memory = false;     // bands as low as they go, one thread, no tiles: for a core whose memory is the limit

    constexpr bool operator==(const target&) const = default;
};

/// A core with little memory, which it need not wait for.
constexpr target least_memory_of(int lanes, int registers) {
    return {.lanes = lanes, .registers = registers, .l1 = 16 << 10, .l2 = 1 << 30, .l3 = 0, .cores = 1, .balance = 8,
            .meeting = 0, .least_memory = true};
}
/// One without SIMD and with a floating point unit, such as a Cortex-M4, M7 or M33.
inline constexpr target microcontroller = least_memory_of(1, 32);

/// Sizes for static assertions: static_assert(compile<net>::arena_bytes <= 64_KiB).
consteval long long operator""_KiB(unsigned long long n) { return static_cast<long long>(n) << 10; }
consteval long long operator""_MiB(unsigned long long n) { return static_cast<long long>(n) << 20; }

}  // namespace fusenet
