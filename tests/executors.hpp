// Executors of every temper: each calls the pieces of a run in its own way, or not at all.
#pragma once

#include <atomic>
#include <fusenet/openmp.hpp>
#include <fusenet/team.hpp>
#include <thread>
#include <vector>

namespace fusenet::test {

/// A thread for each piece.
struct thread_each {
    void operator()(int pieces, shared_work work) const {
        std::vector<std::thread> threads;
        for (int k = 0; k < pieces; ++k) threads.emplace_back(work, k);
        for (std::thread& t : threads) t.join();
    }
};

/// So many threads, whatever the pieces: each takes the next one when it has done one.
template <int Threads>
struct too_few_threads {
    void operator()(int pieces, shared_work work) const {
        std::atomic<int> next = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < Threads; ++t)
            threads.emplace_back([&] {
                for (int k; (k = next++) < pieces;) work(k);
            });
        for (std::thread& t : threads) t.join();
    }
};

/// Calls f(name, executor) for each.
template <class F>
void each_executor(F f) {
    team three(3), impatient(2, std::chrono::nanoseconds(0)), alone(1);
    f("a team", three);
    f("a team that sleeps at once", impatient);
    f("a team of one", alone);
#if defined(_OPENMP)
    f("OpenMP", openmp);
#endif
    f("a thread for each piece", thread_each());
    f("two threads", too_few_threads<2>());
    f("one other thread", too_few_threads<1>());
    f("one after the other", [](int pieces, shared_work work) {
        for (int k = 0; k < pieces; ++k) work(k);
    });
    f("backwards", [](int pieces, shared_work work) {
        for (int k = pieces - 1; k >= 0; --k) work(k);
    });
    f("only the last", [](int pieces, shared_work work) { work(pieces - 1); });
    f("none", calling_thread());
    f("each twice", [](int pieces, shared_work work) {
        std::thread other([=] { for (int k = 0; k < pieces; ++k) work(k); });
        for (int k = 0; k < pieces; ++k) work(k);
        other.join();
    });
}

}  // namespace fusenet::test
