// Layers that know their weights: packed as others are, by every scheme, folded, merged, and of no file.
#include <fusenet/pack_weights.hpp>
#include <fusenet/static_model.hpp>

#include "whole.hpp"
#include "without_system.hpp"

namespace {

using namespace fusenet;

/// A number of its own for each weight, from its place alone.
constexpr double some_number(int a, int b, int i, int j) {
    const unsigned mixed = (static_cast<unsigned>(a) * 2654435761u + static_cast<unsigned>(b) * 40503u + static_cast<unsigned>(i * 7 + j) * 69069u) >> 8;
    return static_cast<double>(mixed % 2001u) / 1000 - 1;
}

struct fixed_filters {  // any window, any groups
    static constexpr const char* name = "fixed_filters";
    int channels = 1, k = 3, groups = 1;
    constexpr window reads(shape) const { return {.kh = k, .kw = k, .top = k / 2, .left = k / 2, .bottom = k / 2, .right = k / 2}; }
    constexpr contraction_facts contracts(shape) const { return {.groups = groups, .bias = false}; }
    constexpr shape out(shape in, problem&) const { return {in.h, in.w, channels, in.rank}; }
    constexpr parameter_list parameters(shape in) const { return parameter_list().add("weight", dims(channels, in.c / groups, k, k)); }
    constexpr double weight(shape, int a, int b, int i, int j) const { return some_number(a, b, i, j); }
    template <class To>
    auto onnx(To& to, shape in) const {
        return to.op("Conv", to.input(), to.parameter("weight")).set(reads(in)).set("group", groups);
    }
};
static_assert(states_weights<fixed_filters> && !states_weights<conv_layer>);

constexpr auto plain = input(9, 10, 5) | fixed_filters(20) | batchnorm() | relu() | fixed_filters(7, 1) | bias() | tanh();
constexpr auto first = input(9, 10, 5) | batchnorm() | fixed_filters(19, 1) | relu() | conv<3, 3>(6);
constexpr auto each = input(9, 10, 18) | fixed_filters(18, 3, 18) | batchnorm() | relu() | fixed_filters(18, 5, 6);
constexpr auto merged = input(9, 10, 5) | concat(conv<1, 1>(6) | relu(), fixed_filters(5, 1) | batchnorm() | relu(), conv<1, 1>(9, {.bias = false}) | relu());
constexpr auto tiled = input(24, 24, 64) | fixed_filters(64) | scale();
constexpr auto alone = input(6, 6, 2) | fixed_filters(3);
static_assert(planned<plain>::stage_count == 2);  // what is behind is folded, as into any other
static_assert(planned<merged>::stage_count == 1);
static_assert(planned<tiled>::stages.stages[0].tile > 0);
static_assert(planned<alone>::parameter_count == 0);

TEST_CASE("stated weights: in networks") {
    test::check_network<plain>(2e-5);
    test::check_network<first>(2e-5);
    test::check_network<each>(2e-5);
    test::check_network<merged>(2e-5);
    test::check_network<tiled>(2e-5);
    test::check_network<alone>(2e-5);
}

constexpr auto heard = input(96, 1) | past(8) | stft(24, 16) | relu() | named("rnn", gru(7)) | dense(2);
constexpr auto causally = input(96, 1) | stft(24, 16, {.pad = causal}) | branches(slice(0, 13), slice(13, 13)) | fusenet::hypot() | lstm(5);

/// The first output after pieces of 16 samples.
template <const auto& Net>
void check_stream() {
    const parameter_set given = test::randomised<compile<Net>>(1);
    const std::vector<float> sound = test::numbers(96, 2);
    const auto expected = test::meant<Net, shape{}>(given, sound, 1);
    stream<Net, streamed{16}> model(given);
    std::vector<float> out(expected[0].size());
    model.step(sound, out);
    CHECK(test::max_error(out, expected[0]) < 1e-5);
}

TEST_CASE("stated weights: streams of frames") {
    check_stream<heard>();
    check_stream<causally>();
}

TEST_CASE("stated weights: without a system, and in a stamp of their own") {
    using model_type = static_model<heard>;
    parameter_set given(model_type::plan::parameter_table());
    given.randomise(4);
    const std::vector<float> sound = test::numbers(96, 2), out = test::without_system<model_type>(given, sound);
    CHECK(test::max_error(out, test::meant<heard, shape{}>(given, sound, 1)[0]) < 1e-5);

    static constexpr auto other = input(96, 1) | past(8) | stft(24, 16, {.tapered = taper::hamming}) | relu() | named("rnn", gru(7)) | dense(2);
    static_assert(static_model<other>::stamp != model_type::stamp);
}

TEST_CASE("stated weights: stay float32, and outlive a load") {
    static constexpr auto net = input(24, 1) | stft(24, 24, {.bins = 3}) | flatten() | dense(4000);
    using model_type = compile<net, weight_storage::bfloat16>;
    static_assert(planned<net, weight_storage::bfloat16>::stages.stages[0].stored == weight_storage::float32);
    model_type model;
    const std::vector<float> sound = test::numbers(24, 2);
    std::vector<float> out(4000);
    for (const unsigned seed : {1u, 2u}) {
        const parameter_set given = test::randomised<model_type>(seed);
        model.load(given);
        model(sound, out);
        CHECK(test::max_error(out, test::meant<net, shape{}>(given, sound, 1)[0]) < 0.02);  // bfloat16 in the dense layer
    }
}

}  // namespace
