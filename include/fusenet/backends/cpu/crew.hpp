// crew: how threads go through the phases of a run together: each takes pieces that nobody has taken yet, and waits
// only for pieces that others work on.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/executor.hpp>
#include <fusenet/core/waiting.hpp>

namespace fusenet::cpu {

/// A job has phases, numbered from 0, one after the other, and in each some pieces, which may be done side by side:
/// `pieces(phase)`, at most most_threads; `run(phase, piece)`; and `finish(phase)`, once, when all its pieces are done.
///
/// Threads call work(k), each with a k of its own. Which pieces there are does not depend on who comes: thread k takes
/// piece k if it can, so that a thread finds in its caches what it made before, and then what others left. So a thread
/// that the system holds up, or that never comes, holds up nobody but with the piece that it is at. Where a phase has a
/// single piece, whoever ended the phase before does it without meeting anyone.
template <class Job>
class crew {
public:
    crew(Job& job, std::uint32_t phases) noexcept : job_(job), end_(phases) { enter(0); }

    /// Returns when all phases are done.
    void work(int thread) noexcept {
        for (;;) {
            const std::uint32_t phase = phase_.load(std::memory_order_acquire);
            if (phase == end_) return;
            const int pieces = job_.pieces(phase);
            for (int k = 0, piece = thread % pieces; k < pieces; ++k, piece = piece + 1 < pieces ? piece + 1 : 0) {
                if (!take(piece, phase)) continue;
                job_.run(phase, piece);
                if (left_.fetch_sub(1, std::memory_order_acq_rel) > 1) continue;
                job_.finish(phase);
                enter(phase + 1);
            }
            wait_while(phase_, phase);
        }
    }

private:
    /// A phase is over only when all its pieces were taken, so that who is late for it takes none of the next.
    bool take(int piece, std::uint32_t phase) noexcept {
        std::atomic<std::uint32_t>& taken = taken_[piece];  // in how many phases, counted from 1
        std::uint32_t before = taken.load(std::memory_order_relaxed);
        return before <= phase && taken.compare_exchange_strong(before, phase + 1, std::memory_order_relaxed);
    }
    void enter(std::uint32_t phase) noexcept {
        for (; phase != end_ && job_.pieces(phase) == 1; ++phase) {
            job_.run(phase, 0);
            job_.finish(phase);
        }
        if (phase != end_) left_.store(job_.pieces(phase), std::memory_order_relaxed);
        phase_.store(phase, std::memory_order_seq_cst);
        phase_.notify_all();
    }

    static constexpr std::size_t line = 64;  // bytes that caches hand from core to core

    Job& job_;
    const std::uint32_t end_;
    alignas(line) std::atomic<std::uint32_t> phase_{0};
    alignas(line) std::atomic<int> left_{0};
    alignas(line) std::atomic<std::uint32_t> taken_[most_threads]{};
};

}  // namespace fusenet::cpu
