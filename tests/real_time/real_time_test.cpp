// needs: own_new
// What runs in a real-time thread calls nothing that may wait: no allocation, no lock, nothing of the system.
#include <fusenet.hpp>
#include <fusenet/networks/ds_cnn.hpp>
#include <fusenet/networks/silero_vad.hpp>

#include "../support.hpp"
#include "calls.hpp"

namespace {

using namespace fusenet;

constexpr auto amplifier = input(1, 1) | lstm(16) | dense(1);
constexpr auto stacked =
    input(4, 3) | gru(12) | lstm(8, {.peepholes = true, .number = 1}) | rnn(5, {.number = 2}) | dense(2);
constexpr auto filters = input(8, 2) | conv<3>(8, {.pad = causal, .dilation = 2}) | tanh() |
                         residual(conv<5>(8, {.pad = causal})) | dense(1);
constexpr auto perceptron = input(8) | dense(32) | tanh() | dense(32) | relu() | dense(3) | softmax();

template <class Model>
Model made() {
    parameter_set weights = Model::parameters();
    weights.randomise(1);
    return Model(weights);
}

// What is promised by the types.
template <class Model>
concept promises =
    requires(Model& m, const Model& shared, typename Model::state& s, const float* in, float* const* out) {
        requires noexcept(m.run(in, out));
        requires noexcept(m.run(in, out, std::size_t{3}));
        requires noexcept(shared.run(s, in, out, std::size_t{3}));
        requires noexcept(m.reset());
        requires noexcept(s.reset());
    };
static_assert(promises<stream<amplifier>> && promises<stream<stacked>> && promises<stream<networks::silero_vad>>);
static_assert(noexcept(std::declval<stream<amplifier>&>().step(1.f)));
static_assert(!noexcept(std::declval<stream<stacked>&>().step(std::span<const float>(),
                                                              std::span<float>())));  // a wrong size
static_assert(noexcept(std::declval<const compile<perceptron>&>().run(nullptr, nullptr, 1, nullptr)));

/// Runs the function; it must make none of the calls that are counted.
void quiet(const auto& runs) {
    runs();
    const auto before = test::all_calls();
    runs();
    const auto after = test::all_calls();
    for (std::size_t k = 0; k < after.size(); ++k) {
        CAPTURE(test::call_names[k]);
        CHECK(after[k] == before[k]);
    }
    CHECK(test::runs_without_system(runs) != test::outcome::ended);
}

template <const auto& Net>
void check_stream() {
    auto model = made<stream<Net>>();
    typename stream<Net>::state other;
    const std::vector<float> in = test::numbers(3 * model.input_size, 2);
    std::vector<float> out(3 * static_cast<std::size_t>(model.output_size));
    float* const to[] = {out.data()};
    quiet([&] {
        model.step(in, out);
        std::as_const(model).step(other, in, out);
        model.run(in.data(), to, 3);
        model.reset();
        other.reset();
    });
}

TEST_CASE("real time: the calls are counted, and a call of the system is seen") {
    const auto before = test::all_calls();
    test::make_every_call();
    const auto after = test::all_calls();
    for (std::size_t k = 0; k < after.size(); ++k) {
        CAPTURE(test::call_names[k]);
        CHECK((after[k] > before[k]) == test::counted(static_cast<test::call>(k)));
    }
    const test::outcome seen = test::runs_without_system([] { test::call_the_system(); });
    CHECK(seen != test::outcome::fine);
    if (seen == test::outcome::unknown) MESSAGE("calls of the system are not seen here");
}

TEST_CASE("real time: streams") {
    check_stream<amplifier>();
    check_stream<stacked>();
    check_stream<filters>();
    check_stream<perceptron>();
    check_stream<networks::silero_vad>();
}

TEST_CASE("real time: a sample") {
    auto model = made<stream<amplifier>>();
    float y = 0;
    quiet([&] { y += model.step(0.5f); });
    CHECK(y != 0);
}

TEST_CASE("real time: whole inputs") {
    const auto check = []<class Model>(Model model) {
        const std::vector<float> in = test::numbers(2 * model.input_size, 2);
        std::vector<float> out(2 * static_cast<std::size_t>(model.output_size));
        float* const to[] = {out.data()};
        const aligned_floats arena(static_cast<std::size_t>(Model::arena_bytes_for(1)) / sizeof(float));
        quiet([&] {
            model(in, out);
            std::as_const(model).run(in.data(), to, 2, arena.data());
        });
    };
    check(made<compile<perceptron>>());
    check(made<compile<networks::ds_cnn>>());
    check(made<compile<stacked>>());
}

}  // namespace
