// team: a small team of threads that share the work of models, for programs that have no pool of their own.
//
//   fusenet::team four(4);   // the calling thread and three others
//   model.threads(4, four);
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <fusenet/core/executor.hpp>
#include <fusenet/core/waiting.hpp>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace fusenet {

/// An executor with threads of its own. Only its construction allocates, and starts threads. One that has nothing to do
/// looks for work for `wait` (during the first usual_spin of it without making room for other threads) and then sleeps;
/// to wake it costs some microseconds. Whoever gives it work shares in it, does the part of threads that come too late,
/// and waits for none that has not begun. While it works for one caller, another does with its own thread.
class team {
public:
    /// So many threads, the caller's among them. Throws std::system_error where the system has no more.
    explicit team(int threads, std::chrono::nanoseconds wait = usual_wait)
        : team(std::make_unique<member[]>(threads > 1 ? static_cast<std::size_t>(threads - 1) : 0), wait) {
        for (int k = 1; k < threads; ++k) threads_.emplace_back([this, k] { attend(k); });
    }
    ~team() {
        ends_.store(true, std::memory_order_relaxed);
        call();
        for (std::thread& t : threads_) t.join();
    }
    team(const team&) = delete;
    team& operator=(const team&) = delete;

    /// How many threads, the caller's among them.
    int size() const { return static_cast<int>(threads_.size()) + 1; }

    /// Calls work(0) to work(pieces - 1), each once.
    void operator()(int pieces, shared_work work) noexcept {
        if (pieces < 2 || size() < 2 || at_work_.exchange(true, std::memory_order_acquire)) {
            for (int k = 0; k < pieces; ++k) work(k);
            return;
        }
        work_ = work;
        pieces_ = pieces;
        const std::uint32_t run = call();
        take_part(0);
        for (int k = 1; k < size(); ++k) {  // all of them, so that nobody is still at this run when the next begins
            member& m = other(k);
            if (m.take(run)) take_part(k);
            else m.wait_for(run, wait_);
        }
        at_work_.store(false, std::memory_order_release);
    }

private:
    struct alignas(64) member {
        std::atomic<std::uint32_t> begun{0}, done{0};  // the last run of which its part was begun, and done

        /// Its part of a run is done by the member, or by the caller, whoever comes first.
        bool take(std::uint32_t run) noexcept {
            std::uint32_t last = begun.load(std::memory_order_relaxed);
            return static_cast<std::int32_t>(run - last) > 0 &&
                   begun.compare_exchange_strong(last, run, std::memory_order_relaxed);
        }
        void wait_for(std::uint32_t run, std::chrono::nanoseconds wait) const noexcept {
            for (std::uint32_t last; (last = done.load(std::memory_order_acquire)) != run;) wait_while(done, last, wait);
        }
    };

    team(std::unique_ptr<member[]> members, std::chrono::nanoseconds wait)
        : members_(std::move(members)), wait_(wait) {}

    /// Member k, from 1; the caller is 0.
    member& other(int k) const { return members_[static_cast<std::size_t>(k - 1)]; }
    std::uint32_t call() noexcept {
        const std::uint32_t run = run_.fetch_add(1, std::memory_order_seq_cst) + 1;
        run_.notify_all();
        return run;
    }
    void take_part(int member) const noexcept {
        for (int k = member; k < pieces_; k += size()) work_(k);
    }
    void attend(int k) noexcept {
        member& me = other(k);
        for (std::uint32_t run = 0;;) {
            wait_while(run_, run, wait_);
            run = run_.load(std::memory_order_acquire);
            if (ends_.load(std::memory_order_relaxed)) return;
            if (!me.take(run)) continue;
            take_part(k);
            me.done.store(run, std::memory_order_seq_cst);
            me.done.notify_one();
        }
    }

    std::unique_ptr<member[]> members_;
    std::chrono::nanoseconds wait_;
    std::vector<std::thread> threads_;
    std::atomic<bool> at_work_{false}, ends_{false};
    int pieces_ = 0;
    shared_work work_{};
    alignas(64) std::atomic<std::uint32_t> run_{0};
};

}  // namespace fusenet
