// flush_to_zero: numbers too small for the usual format are zero in this scope, as they are slow and inaudible.
#pragma once

#include <cstdint>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

namespace fusenet {

/// Denormal floats count as zero, as operands and as results, until the scope ends; the calling thread's other modes
/// stay, and it gets its own back. On machines that have no such mode nothing changes.
class flush_to_zero {
public:
#if defined(__SSE__)
    flush_to_zero() noexcept : before_(_mm_getcsr()) {
        if ((before_ & both) != both) _mm_setcsr(before_ | both);
    }
    ~flush_to_zero() {
        if ((before_ & both) != both) _mm_setcsr((_mm_getcsr() & ~both) | (before_ & both));
    }

private:
    static constexpr unsigned both = 0x8040;  // flush results, read operands as zero
    unsigned before_;
#elif defined(__aarch64__)
    flush_to_zero() noexcept {
        asm volatile("mrs %0, fpcr" : "=r"(before_));
        if (!(before_ & flush)) asm volatile("msr fpcr, %0" : : "r"(before_ | flush));
    }
    ~flush_to_zero() {
        if (!(before_ & flush)) asm volatile("msr fpcr, %0" : : "r"(before_));
    }

private:
    static constexpr std::uint64_t flush = std::uint64_t{1} << 24;
    std::uint64_t before_;
#elif defined(__arm__) && defined(__ARM_FP)
    flush_to_zero() noexcept {
        asm volatile("vmrs %0, fpscr" : "=r"(before_));
        if (!(before_ & flush)) asm volatile("vmsr fpscr, %0" : : "r"(before_ | flush));
    }
    ~flush_to_zero() {
        if (!(before_ & flush)) asm volatile("vmsr fpscr, %0" : : "r"(before_));
    }

private:
    static constexpr std::uint32_t flush = std::uint32_t{1} << 24;
    std::uint32_t before_;
#else
    flush_to_zero() noexcept {}
    ~flush_to_zero() {}
#endif

public:
    flush_to_zero(const flush_to_zero&) = delete;
    flush_to_zero& operator=(const flush_to_zero&) = delete;
};

}  // namespace fusenet
