// A crew does every piece of every phase once, one phase after the other, whoever comes.
#include <fusenet/backends/cpu/crew.hpp>
#include <mutex>

#include "../../executors.hpp"
#include "../../support.hpp"

namespace {

using namespace fusenet;

/// Notes what is done. Phase p has 1, 2, 3, 4 or 5 pieces, in turns.
struct noted_job {
    struct phase {
        std::atomic<int> begun[5]{}, finished{0};
        std::atomic<int> done{0};
    };
    std::vector<phase> phases;
    std::atomic<int> faults = 0;

    explicit noted_job(std::size_t count) : phases(count) {}

    int pieces(std::uint32_t p) const { return static_cast<int>(p * p + p / 3) % 5 + 1; }
    void run(std::uint32_t p, int piece) {
        faults += phases[p].begun[piece]++ != 0;
        faults += p > 0 && phases[p - 1].finished != 1;
        faults += piece >= pieces(p);
        ++phases[p].done;
    }
    void finish(std::uint32_t p) {
        faults += phases[p].done != pieces(p);
        ++phases[p].finished;
    }
};

TEST_CASE("crew: every piece once, phase after phase, whatever the executor does") {
    test::each_executor([](const char* name, auto&& others) {
        INFO(name);
        for (int round = 0; round < 20; ++round) {
            constexpr std::uint32_t phases = 60;
            noted_job job(phases);
            cpu::crew<noted_job> crew(job, phases);
            others(5, shared_work(crew));
            crew.work(0);
            CHECK(job.faults == 0);
            for (const noted_job::phase& p : job.phases) CHECK(p.finished == 1);
        }
    });
}

/// Each phase reads all that the one before wrote, as plain numbers.
struct chained {
    static constexpr int width = 3;
    static constexpr std::uint32_t phases = 500;
    int cells[2][width]{{1, 2, 3}, {}};
    std::atomic<int> begun[phases]{};  // pieces

    int pieces(std::uint32_t p) const { return p % 7 == 6 ? 1 : width; }
    void run(std::uint32_t p, int piece) {
        // With patience, so that it is not one thread that does all; and relaxed, so that nothing is in order by this.
        begun[p].fetch_add(1, std::memory_order_relaxed);
        for (int k = 0; k < 2000 && pieces(p) > 1 && begun[p].load(std::memory_order_relaxed) < 2; ++k) detail::relax();
        const int sum = cells[p % 2][0] + cells[p % 2][1] + cells[p % 2][2];
        const int begin = pieces(p) == 1 ? 0 : piece, end = pieces(p) == 1 ? width : piece + 1;
        for (int k = begin; k < end; ++k) cells[(p + 1) % 2][k] = (sum + k) % 1009;
    }
    void finish(std::uint32_t p) { cells[(p + 1) % 2][0] += 1; }
};

TEST_CASE("crew: what a phase wrote, the next one reads") {
    constexpr std::uint32_t phases = chained::phases;
    chained alone;
    cpu::crew<chained>(alone, phases).work(0);
    test::each_executor([&](const char* name, auto&& others) {
        INFO(name);
        chained job;
        cpu::crew<chained> crew(job, phases);
        others(3, shared_work(crew));
        crew.work(0);
        for (int k = 0; k < chained::width; ++k) CHECK(job.cells[phases % 2][k] == alone.cells[phases % 2][k]);
    });
}

TEST_CASE("crew: a phase of one piece needs nobody") {
    struct single {
        int done = 0;
        int pieces(std::uint32_t) const { return 1; }
        void run(std::uint32_t, int) { ++done; }
        void finish(std::uint32_t) {}
    } job;
    cpu::crew<single> crew(job, 7);
    CHECK(job.done == 7);
    crew.work(3);
    CHECK(job.done == 7);
}

TEST_CASE("crew: who waits longer than it spins sleeps, and is woken") {
    struct slow {
        std::atomic<int> done = 0;
        int pieces(std::uint32_t) const { return 3; }
        void run(std::uint32_t, int piece) {
            if (piece == 1) std::this_thread::sleep_for(20 * usual_wait);
            ++done;
        }
        void finish(std::uint32_t) {}
    } job;
    cpu::crew<slow> crew(job, 5);
    test::thread_each()(3, shared_work(crew));
    CHECK(job.done == 15);
}

TEST_CASE("crew: who is held up holds up nobody") {
    struct watched {
        std::atomic<int> done = 0;
        int pieces(std::uint32_t) const { return 2; }
        void run(std::uint32_t, int) { ++done; }
        void finish(std::uint32_t) {}
    } job;
    cpu::crew<watched> crew(job, 10);
    std::mutex held;
    held.lock();
    std::thread late([&] {
        const std::lock_guard wait(held);
        crew.work(1);
    });
    crew.work(0);
    CHECK(job.done == 20);
    held.unlock();
    late.join();
    CHECK(job.done == 20);
}

}  // namespace
