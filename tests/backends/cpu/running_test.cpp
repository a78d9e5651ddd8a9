// How a model is run: sizes are checked before anything is written, batches are run-time numbers, several threads of
// the caller share one model.
#include <thread>

#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr auto net = input(17, 13, 5) | conv<3, 3>(12, {.pad = 1}) | relu() |
                     branches(maxpool<2>() | conv<1, 1>(7), global_avgpool() | flatten() | dense(4));
using model_type = compile<net>;
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

TEST_CASE("running: fewer threads than one is one, and a model moves") {
    model_type model = fresh();
    const std::vector<float> in = test::numbers(model_type::input_size, 5);
    std::vector<float> first(map), second(scores), a(map), b(scores);
    model(in, first, second);
    CHECK(model.threads(-3).threads() == 1);
    model_type moved = std::move(model);
    moved(in, a, b);
    CHECK(a == first);
    CHECK(b == second);
    moved.threads(64);  // more than rows
    moved(in, a, b);
    CHECK(a == first);
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
