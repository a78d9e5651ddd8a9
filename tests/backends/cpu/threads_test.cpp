// Threads: the same bits for any number and any executor, in an image and in a batch; who is too small shares nothing.
#include <fusenet/networks/lenet5.hpp>
#include <fusenet/networks/squeezenet.hpp>
#include <thread>

#include "../../executors.hpp"
#include "whole.hpp"

namespace {

using namespace fusenet;

/// Nests by rows and by channels, a total, one that nobody shares, and two outputs.
constexpr auto net = input(19, 14, 6) | conv<3, 3>(24, {.pad = 1}) | batchnorm() | relu() | maxpool<2>() |
                     residual(conv<1, 1>(48) | relu() | depthwise<3>({.pad = 1}) | conv<1, 1>(24)) |
                     branches(conv<3, 3>(7) | upsample(2), global_avgpool() | flatten() | dense(40) | softmax());
using model_type = compile<net, target{.cores = 2, .meeting = 0}>;
using layers_type = compile<net, test::shared_always, layer_by_layer>;
static_assert(model_type::pieces.worth && layers_type::pieces.worth);

template <class Model>
void check_every_executor() {
    const Model model(test::randomised<Model>(1));
    for (int images : {1, 2, 3, 7}) {
        const std::vector<float> in = test::numbers(images * Model::input_size, 2);
        calling_thread nobody;
        const test::answers alone = test::run(model, in, 1, nobody, sharing::image);
        test::each_executor([&](const char* name, auto&& others) {
            INFO(name);
            for (sharing by : {sharing::image, sharing::batch})
                for (int pieces : {1, 2, 3, 5}) {
                    CAPTURE(pieces);
                    CAPTURE(images);
                    CHECK(test::run(model, in, pieces, others, by) == alone);
                }
        });
    }
}

TEST_CASE("threads: the same bits by every executor, in images and in batches") {
    check_every_executor<model_type>();
    check_every_executor<layers_type>();
}

/// An executor that counts its calls, and does the work in order.
struct counting {
    int calls = 0, pieces = 0;
    void operator()(int count, shared_work work) {
        ++calls, pieces = count;
        for (int k = 0; k < count; ++k) work(k);
    }
};

TEST_CASE("threads: one call of the executor for a network, or for a batch") {
    model_type model(test::randomised<model_type>(1));
    counting count;
    model.threads(3, count);
    CHECK(model.threads() == 3);
    CHECK(model.working_bytes() == model_type::arena_bytes_for(3));
    for (int images : {1, 4}) {
        const std::vector<float> in = test::numbers(images * model_type::input_size, 3);
        const auto n = static_cast<std::size_t>(images);
        std::vector<float> first(n * static_cast<std::size_t>(model_type::output_at(0).size())), second(40 * n);
        model(in, first, second);
        CHECK(std::exchange(count.calls, 0) == 1);
        CHECK(count.pieces == 3);
        model.threads(3, count, sharing::batch);
        CHECK(model.working_bytes() == 3 * model_type::arena_bytes);
        model(in, first, second);
        CHECK(std::exchange(count.calls, 0) == 1);
        model.threads(3, count);
    }
}

TEST_CASE("threads: a small network keeps to the calling thread, and needs no more memory for several") {
    using small = compile<networks::lenet5, target{.meeting = 1'000'000}>;
    static_assert(!small::pieces.worth);
    static_assert(small::arena_bytes_for(8) == small::arena_bytes);
    small model(test::randomised<small>(1));
    counting count;
    model.threads(4, count);
    const std::vector<float> in = test::numbers(small::input_size, 3);
    std::vector<float> out(static_cast<std::size_t>(small::output_size));
    model(in, out);
    CHECK(count.calls == 0);

    // but a batch of many is worth it
    constexpr std::size_t many = 64;
    model.threads(4, count, sharing::batch);
    const std::vector<float> images = test::numbers(many * small::input_size, 3);
    std::vector<float> outs(many * out.size()), alone(outs.size());
    model(images, outs);
    CHECK(count.calls == 1);
    model.threads(1)(images, alone);
    CHECK(outs == alone);
}

// A nest is divided into as many pieces as are worth meeting for, and has rows or panels.
using squeezenet = planned<networks::squeezenet1_1>;
static_assert(squeezenet::pieces.worth);
static_assert([] {
    for (int n = 0; n < squeezenet::nest_count; ++n) {
        const int most = squeezenet::pieces.most[n];
        if (most < 1 || (most > 1 && squeezenet::nests.nests[n].shares == plan::split::none)) return false;
    }
    return true;
}());
using none_meet = planned<networks::squeezenet1_1, target{.meeting = 2'000'000'000}>;
static_assert(!none_meet::pieces.worth && none_meet::pieces.most[0] == 1);

TEST_CASE("threads: two models in two threads, with a team each, with one team, and one model for both") {
    const std::vector<float> in = test::numbers(3 * model_type::input_size, 4);
    constexpr auto map = static_cast<std::size_t>(model_type::output_at(0).size()) * 3;
    model_type first(test::randomised<model_type>(1)), second(test::randomised<model_type>(1));
    std::vector<float> expected(map), expected_scores(120);
    first(in, expected, expected_scores);

    const auto both = [&](auto once) {
        std::atomic<int> wrong = 0;
        std::vector<std::thread> callers;
        for (int c = 0; c < 2; ++c)
            callers.emplace_back([&, c] {
                std::vector<float> a(map), b(120);
                for (int round = 0; round < 50; ++round) {
                    once(c, a, b);
                    wrong += a != expected || b != expected_scores;
                }
            });
        for (std::thread& t : callers) t.join();
        CHECK(wrong == 0);
    };
    const auto each_its_model = [&](int c, auto& a, auto& b) { (c == 0 ? first : second)(in, a, b); };
    first.threads(2), second.threads(3);
    both(each_its_model);
    first.threads(2, sharing::batch);
    both(each_its_model);
    team crew(3);
    first.threads(3, crew), second.threads(2, crew);
    both(each_its_model);
#if defined(_OPENMP)
    first.threads(3, openmp), second.threads(2, openmp);
    both(each_its_model);
#endif
    first.threads(3);
    const model_type& shared = first;
    both([&](int, auto& a, auto& b) {
        const aligned_floats arena(static_cast<std::size_t>(shared.working_bytes() / 4));
        float* const out[] = {a.data(), b.data()};
        shared.run(in.data(), out, 3, arena.data());
    });
}

TEST_CASE("threads: many more than cores, and back") {
    model_type model(test::randomised<model_type>(1));
    const std::vector<float> in = test::numbers(model_type::input_size, 5);
    std::vector<float> expected(static_cast<std::size_t>(model_type::output_at(0).size())), scores(40), got(expected.size());
    model(in, expected, scores);
    for (int threads : {40, 2, 17, 1}) {
        model.threads(threads);
        for (int round = 0; round < 20; ++round) {
            model(in, got, scores);
            CHECK(got == expected);
        }
    }
    calling_thread nobody;
    float* const out[] = {got.data(), scores.data()};
    std::fill(got.begin(), got.end(), 0.f);
    const aligned_floats arena(static_cast<std::size_t>(model.working_bytes(model_type::most_threads) / 4));
    model.run(in.data(), out, 1, arena.data(), 1 << 20, nobody);  // as many as there may be
    CHECK(got == expected);
}

TEST_CASE("threads: a model that moves takes its team along") {
    model_type model(test::randomised<model_type>(1));
    const std::vector<float> in = test::numbers(model_type::input_size, 6);
    std::vector<float> expected(static_cast<std::size_t>(model_type::output_at(0).size())), scores(40), got(expected.size());
    model(in, expected, scores);
    model.threads(3);
    model_type moved = std::move(model);
    moved(in, got, scores);
    CHECK(got == expected);
    model = std::move(moved);
    model(in, got, scores);
    CHECK(got == expected);
}

}  // namespace
