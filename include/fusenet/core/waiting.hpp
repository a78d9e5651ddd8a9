// waiting: how a thread waits for another with which it shares work: it spins, then makes room for others, then sleeps.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace fusenet {

/// How long a thread waits before it sleeps, unless told otherwise: longer than the pieces of a nest differ, shorter
/// than a turn that the system gives a thread. Who sleeps is some microseconds late.
inline constexpr std::chrono::microseconds usual_wait{200};
/// How long of this it keeps its core from other threads, one of which may be the one that it waits for.
inline constexpr std::chrono::microseconds usual_spin{5};

namespace detail {

/// Tells the processor that this thread spins.
inline void relax() noexcept {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("isb");  // a yield is over at once
#endif
}

}  // namespace detail

/// Returns when `word` is no longer `old`, and what was written before it changed can be read. Allocates nothing, takes
/// no lock. Who changes it does so with memory_order_seq_cst and then calls word.notify_all().
inline void wait_while(const std::atomic<std::uint32_t>& word, std::uint32_t old,
                       std::chrono::nanoseconds wait = usual_wait) noexcept {
#if defined(__STDCPP_THREADS__)  // else nobody waits for anybody
    using clock = std::chrono::steady_clock;
    constexpr int between_looks_at_the_clock = 32;
    if (word.load(std::memory_order_acquire) != old) return;
    const auto began = clock::now();
    for (clock::duration passed{}; passed < wait; passed = clock::now() - began) {
        for (int i = 0; i < between_looks_at_the_clock && passed < usual_spin; ++i) {
            if (word.load(std::memory_order_acquire) != old) return;
            detail::relax();
        }
        if (passed >= usual_spin) std::this_thread::yield();
        if (word.load(std::memory_order_acquire) != old) return;
    }
    word.wait(old, std::memory_order_acquire);
#else
    static_cast<void>(word), static_cast<void>(old), static_cast<void>(wait);
#endif
}

}  // namespace fusenet
