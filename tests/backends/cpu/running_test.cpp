// How a model is run: sizes are checked before anything is written, batches are run-time numbers, several threads of
// the caller share one model.
#include <thread>

#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr auto net = input(17, 13, 5) | conv<3, 3>(12, {.pad = 1}) | relu() |
                     branches(maxpool<2>() | conv<1, 1>(7), global_avgpool() | flatten() | dense(4));
using model_type = compile<net, test::shared_always>;
static_assert(model_type::output_count == 2);
static_assert(noexcept(std::declval<const model_type&>().run(nullptr, nullptr, 0, nullptr)));

model_type fresh() {
    parameter_set given = model_type::parameters();
    given.randomise(1);
    return model_type(given);
}

constexpr auto image = static_cast<std::size_t>(model_type::input_size);
constexpr auto map = static_cast<std::size_t>(model_type::output_at(0).size());
constexpr auto scores = static_cast<std::size_t>(model_type::output_at(1).size());

TEST_CASE("running: a span of a wrong size is an error, and nothing is written") {
    struct row {
        std::size_t in, first, second;
        const char* why;
    };
    model_type model = fresh();
    for (const row& r : {row{image - 1, map, scores, "input"}, row{0, map, scores, "input"}, row{2 * image + 1, 2 * map, 2 * scores, "input"},
                         row{image, map - 1, scores, "output"}, row{image, map, 2 * scores, "output"},
                         row{2 * image, map, scores, "output"}, row{image, 2 * map, scores, "output"}}) {
        CAPTURE(r.in);
        CAPTURE(r.first);
        CAPTURE(r.second);
        const std::vector<float> in = test::numbers(static_cast<long long>(r.in), 2);
        std::vector<float> first(r.first, -7.f), second(r.second, -7.f);
        std::string said;
        try {
            model(in, first, second);
        } catch (const error& e) {
            said = e.what();
        }
        CHECK(said.find(r.why) != std::string::npos);
        CHECK(said.find("expected") != std::string::npos);
        for (float x : first) CHECK(x == -7.f);
        for (float x : second) CHECK(x == -7.f);
    }
}

TEST_CASE("running: a batch is its images one by one") {
    model_type model = fresh();
    const std::vector<float> in = test::numbers(4 * model_type::input_size, 3);
    std::vector<float> first(4 * map), second(4 * scores), one(map), other(scores);
    model(in, first, second);
    for (std::size_t i = 0; i < 4; ++i) {
        model(std::span(in).subspan(i * image, image), one, other);
        CHECK(std::ranges::equal(one, std::span(first).subspan(i * map, map)));
        CHECK(std::ranges::equal(other, std::span(second).subspan(i * scores, scores)));
    }
}

TEST_CASE("running: spans that overlap are an error, and nothing is written") {
    model_type model = fresh();
    constexpr std::size_t all = image + map + scores;
    struct row {
        std::size_t in, first, second;
        const char* why;  // null: they only touch
    };
    for (const row& r : {row{0, image, image + map, nullptr}, row{map + scores, scores, 0, nullptr},
                         row{map, 0, image + map - 1, "output 1 overlaps the input"},
                         row{0, image - 1, image + map, "output 0 overlaps the input"},
                         row{map - 1, 0, image + map, "output 0 overlaps the input"},
                         row{0, image, image + map - 1, "outputs 0 and 1 overlap"},
                         row{0, image, image, "outputs 0 and 1 overlap"}}) {
        CAPTURE(r.in);
        CAPTURE(r.first);
        CAPTURE(r.second);
        std::vector<float> memory(all, -7.f);
        const std::span<float> s(memory);
        std::string said;
        try {
            model(s.subspan(r.in, image), s.subspan(r.first, map), s.subspan(r.second, scores));
        } catch (const error& e) {
            said = e.what();
        }
        CHECK(said.starts_with(r.why ? r.why : ""));
        CHECK(said.empty() == !r.why);
        if (r.why) CHECK(std::ranges::count(memory, -7.f) == all);
    }
}

TEST_CASE("running: the arena may be dirty, and the input is left alone") {
    const model_type model = fresh();
    const std::vector<float> in = test::numbers(model_type::input_size, 3);
    std::vector<float> first(map), second(scores), again(map), and_again(scores), kept = in;
    for (float dirt : {0.f, 1e30f, std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
        aligned_floats arena(static_cast<std::size_t>(model_type::arena_bytes / 4));
        std::fill_n(arena.data(), arena.size(), dirt);
        float* const out[] = {again.data(), and_again.data()};
        model.run(kept.data(), out, 1, arena.data());
        if (dirt == 0) first = again, second = and_again;
        CHECK(again == first);
        CHECK(and_again == second);
        CHECK(kept == in);
    }
}

TEST_CASE("running: an arena that is aligned to floats alone gives the same answer") {
    const model_type model = fresh();
    const std::vector<float> in = test::numbers(model_type::input_size, 3);
    std::vector<float> first(map), second(scores), again(map), and_again(scores);
    const aligned_floats arena(static_cast<std::size_t>(model_type::arena_bytes / 4) + 1);
    float *const out[] = {first.data(), second.data()}, *const other[] = {again.data(), and_again.data()};
    model.run(in.data(), out, 1, arena.data());
    model.run(in.data(), other, 1, arena.data() + 1);
    CHECK(again == first);
    CHECK(and_again == second);
}

TEST_CASE("running: several threads of the caller, an arena each, one const model") {
    const model_type model = fresh();
    constexpr int callers = 4, rounds = 20;
    const std::vector<float> in = test::numbers(callers * model_type::input_size, 4);
    std::vector<std::vector<float>> first(callers, std::vector<float>(map)), second(callers, std::vector<float>(scores));
    auto call = [&](int caller, std::vector<float>& a, std::vector<float>& b) {
        aligned_floats arena(static_cast<std::size_t>(model_type::arena_bytes / 4));
        float* const out[] = {a.data(), b.data()};
        model.run(in.data() + static_cast<std::size_t>(caller) * image, out, 1, arena.data());
    };
    for (int caller = 0; caller < callers; ++caller) call(caller, first[static_cast<std::size_t>(caller)], second[static_cast<std::size_t>(caller)]);

    std::vector<int> wrong(callers);
    std::vector<std::thread> threads;
    for (int caller = 0; caller < callers; ++caller)
        threads.emplace_back([&, caller] {
            const auto at = static_cast<std::size_t>(caller);
            std::vector<float> a(map), b(scores);
            for (int round = 0; round < rounds; ++round) {
                call(caller, a, b);
                wrong[at] += a != first[at] || b != second[at];
            }
        });
    for (std::thread& t : threads) t.join();
    for (int count : wrong) CHECK(count == 0);
}

TEST_CASE("running: a number of threads is at least one and has a bound, and a model moves") {
    model_type model = fresh();
    const std::vector<float> in = test::numbers(model_type::input_size, 5);
    std::vector<float> first(map), second(scores), a(map), b(scores);
    model(in, first, second);
    for (int count : {-3, 0, model_type::most_threads + 1, std::numeric_limits<int>::max()}) {
        const std::string why = "threads: expected 1 to 1024, found " + std::to_string(count);
        CHECK_THROWS_WITH_AS(model.threads(count), why.c_str(), error);
        CHECK(model.threads() == 1);
    }
    model_type moved = std::move(model);
    moved(in, a, b);
    CHECK(a == first);
    CHECK(b == second);
    moved.threads(64);  // more than rows
    CHECK(moved.threads() == 64);
    CHECK(moved.working_bytes() == model_type::arena_bytes_for(64));
    moved(in, a, b);
    CHECK(a == first);
}

TEST_CASE("running: a model that was moved from says so, and may be given another") {
    model_type model = fresh();
    const std::vector<float> in = test::numbers(model_type::input_size, 5);
    std::vector<float> first(map), second(scores), a(map, -7.f), b(scores);
    model(in, first, second);
    model_type moved = std::move(model);
    CHECK_THROWS_WITH_AS(model(in, a, b), "run: this model was moved from, and holds nothing", error);
    CHECK_THROWS_WITH_AS(model.threads(2), "threads: this model was moved from, and holds nothing", error);
    CHECK(model.try_load(model_type::parameters()).message() == "load: this model was moved from, and holds nothing");
    CHECK(std::ranges::count(a, -7.f) == map);
    model = std::move(moved);
    model(in, a, b);
    CHECK(a == first);
    CHECK(b == second);
}

TEST_CASE("running: a set of another network's parameters is refused, and the weights stay") {
    static constexpr auto other = input(17, 13, 5) | conv<3, 3>(11);
    model_type model = fresh();
    const std::vector<float> in = test::numbers(model_type::input_size, 5);
    std::vector<float> first(map), second(scores), a(map), b(scores);
    model(in, first, second);
    CHECK_THROWS_AS(model.load(compile<other>::parameters()), error);
    model(in, a, b);
    CHECK(a == first);
    CHECK(b == second);
}

}  // namespace
