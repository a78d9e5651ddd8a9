// A team calls every piece once, whoever calls it, from wherever, asleep or awake.
#include <fusenet/team.hpp>

#include "support.hpp"

namespace {

using namespace fusenet;

struct counted_job {
    std::vector<std::atomic<int>> calls;
    explicit counted_job(int pieces) : calls(static_cast<std::size_t>(pieces)) {}
    void work(int piece) { ++calls[static_cast<std::size_t>(piece)]; }
};

static_assert(executor<team>);

TEST_CASE("team: every piece once, for more and fewer pieces than threads") {
    for (int threads : {-1, 0, 1, 2, 3, 7}) {
        team crew(threads);
        CHECK(crew.size() == std::max(threads, 1));
        for (int round = 0; round < 50; ++round)
            for (int pieces : {0, 1, 2, 3, 5, 16}) {
                counted_job job(pieces);
                crew(pieces, shared_work(job));
                for (const auto& calls : job.calls) CHECK(calls == 1);
            }
    }
}

TEST_CASE("team: who was not needed for a run is not at it when the next begins") {
    team crew(4);
    for (int round = 0; round < 20000; ++round) {
        counted_job job(round % 2 + 2);
        crew(round % 2 + 2, shared_work(job));
        for (const auto& calls : job.calls) REQUIRE(calls == 1);
    }
}

TEST_CASE("team: one that sleeps is woken") {
    team crew(3, std::chrono::nanoseconds(0));
    for (int round = 0; round < 20; ++round) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        counted_job job(3);
        crew(3, shared_work(job));
        for (const auto& calls : job.calls) CHECK(calls == 1);
    }
}

TEST_CASE("team: its threads take part") {
    struct meeting {  // over only when all three are there at once
        std::atomic<int> there = 0;
        void work(int) {
            ++there;
            while (there < 3) std::this_thread::yield();
        }
    } job;
    team crew(3);
    // A member that comes too late is not waited for; so the caller gives them time to come.
    struct patient {
        meeting& all;
        void work(int k) {
            if (k == 0) {
                while (all.there < 2) std::this_thread::yield();
            }
            all.work(k);
        }
    } work{job};
    crew(3, shared_work(work));
    CHECK(job.there == 3);
}

TEST_CASE("team: while it works for one caller, another works alone") {
    team crew(2);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> callers;
    for (int c = 0; c < 4; ++c)
        callers.emplace_back([&] {
            for (int round = 0; round < 500; ++round) {
                counted_job job(3);
                crew(3, shared_work(job));
                for (const auto& calls : job.calls) wrong += calls != 1;
            }
        });
    for (std::thread& t : callers) t.join();
    CHECK(wrong == 0);
}

TEST_CASE("team: work may call the team again") {
    struct nested {
        team& crew;
        std::atomic<int> inner = 0;
        void work(int) {
            counted_job job(2);
            crew(2, shared_work(job));
            for (const auto& calls : job.calls) inner += calls;
        }
    };
    team crew(3);
    nested job{crew};
    crew(3, shared_work(job));
    CHECK(job.inner == 6);
}

}  // namespace
