// Streams: pieces of any length make the same answers as the whole signal.
#include <array>
#include <cmath>
#include <fusenet.hpp>

#include "whole.hpp"

using namespace fusenet;

namespace {

constexpr int steps = 24;

constexpr auto causal_convolutions = input(steps, 3) | conv<3>(8, {.pad = causal, .dilation = 2}) | relu() |
                                     residual(depthwise<5>({.pad = causal}) | tanh()) | conv<2>(7, {.pad = causal, .dilation = 5});
constexpr auto strided = input(steps, 2) | conv<4>(6, {.stride = 2, .pad = causal}) | conv<3>(6, {.stride = 2, .pad = causal});
constexpr auto recurrences = input(steps, 5) | lstm(10, {.peepholes = true, .outputs = 6}) | stacked<2>(gru(7)) |
                             gru(9, {.reset_after = false}) | rnn(20) | dense(2);
constexpr auto mixed = input(steps, 1) | batchnorm() | conv<3>(16, {.pad = causal}) | batchnorm() | concat(lstm(12), gru(12)) | dense(70) |
                       relu() | lstm(33) | branches(dense(3), dense(4) | softmax());

template <class Stream>
test::answers in_pieces(Stream& model, const std::vector<float>& signal, const test::answers& whole) {
    test::answers all = whole;
    for (auto& o : all) std::fill(o.begin(), o.end(), -1e30f);
    const auto size = static_cast<std::size_t>(Stream::input_size);
    for (std::size_t at = 0, piece = 0; at < signal.size(); at += size, ++piece) {
        std::vector<std::span<float>> outs;
        for (int k = 0; k < Stream::output_count; ++k) {
            const auto made = static_cast<std::size_t>(Stream::output_at(k).size());
            outs.push_back(std::span(all[static_cast<std::size_t>(k)]).subspan(piece * made, made));
        }
        const auto in = std::span(signal).subspan(at, size);
        if constexpr (Stream::output_count == 1) model.step(in, outs[0]);
        else model.step(in, outs[0], outs[1]);
    }
    return all;
}

template <const auto& Net, int... Pieces>
void check_pieces() {
    using model = compile<Net>;
    const parameter_set given = test::randomised<model>(1);
    const std::vector<float> signal = test::numbers(model::input_size, 2);
    model at_once(given);
    const test::answers whole = test::run(at_once, signal, 1);
    const auto expected = test::meant<Net, shape{}>(given, signal, 1);
    CHECK(test::worst(whole, expected) < 2e-5);
    (
        [&] {
            CAPTURE(Pieces);
            stream<Net, streamed{Pieces}> pieces(given);
            const test::answers first = in_pieces(pieces, signal, whole);
            CHECK(test::worst(first, expected) < 2e-5);
            CHECK(in_pieces(pieces, signal, whole) != first);  // it went on
            pieces.reset();
            CHECK(in_pieces(pieces, signal, whole) == first);
            if constexpr (model::output_count == 1) {  // all pieces in one call
                std::vector<float> all(whole[0].size());
                pieces.reset();
                pieces.step(signal, all);
                CHECK(all == first[0]);
            }
        }(),
        ...);
}

}  // namespace

TEST_CASE("pieces of a signal make the answers of the whole") {
    check_pieces<causal_convolutions, 1, 3, 4, 24>();
    check_pieces<strided, 4, 8, 24>();
    check_pieces<recurrences, 1, 6, 24>();
    check_pieces<mixed, 1, 2, 12>();
}

TEST_CASE("one model serves several signals") {
    stream<recurrences, streamed{1}> model;
    parameter_set given = model.parameters();
    given.randomise(1);
    model.load(given);
    const std::vector<float> a = test::numbers(10 * 5, 2), b = test::numbers(10 * 5, 3);
    using state = decltype(model)::state;
    const auto alone = [&](const std::vector<float>& signal) {
        state own;
        std::vector<float> out(20);
        for (std::size_t t = 0; t < 10; ++t) model.step(own, std::span(signal).subspan(5 * t, 5), std::span(out).subspan(2 * t, 2));
        return out;
    };
    const std::vector<float> expected_a = alone(a), expected_b = alone(b);
    state of_a, of_b;
    std::vector<float> out_a(20), out_b(20);
    for (std::size_t t = 0; t < 10; ++t) {
        model.step(of_a, std::span(a).subspan(5 * t, 5), std::span(out_a).subspan(2 * t, 2));
        model.step(of_b, std::span(b).subspan(5 * t, 5), std::span(out_b).subspan(2 * t, 2));
    }
    CHECK(out_a == expected_a);
    CHECK(out_b == expected_b);
    CHECK(out_a != out_b);
}

TEST_CASE("a network from number to number takes numbers") {
    static constexpr auto net = input(1, 1) | lstm(4) | dense(1);
    stream<net> model(test::randomised<stream<net>>(5));
    stream<net> other(test::randomised<stream<net>>(5));
    std::array<float, 1> out{};
    for (float x : test::numbers(50, 1)) {
        model.step(std::array{x}, out);
        CHECK(other.step(x) == out[0]);
    }
}

TEST_CASE("spans of a wrong size are refused, and the signal stays where it is") {
    static constexpr auto net = input(1, 2) | gru(4) | dense(1);
    stream<net> model(test::randomised<stream<net>>(5)), twin(test::randomised<stream<net>>(5));
    std::vector<float> two(2, 1.f), three(3, 1.f), out(1), wrong(2);
    CHECK_THROWS_WITH(model.step(three, out), "input: expected 2 values or a multiple, found 3");
    CHECK_THROWS_WITH(model.step(two, wrong), "output 0: expected 1 floats, found 2");
    model.step(two, out);
    const float first = out[0];
    twin.step(two, out);
    CHECK(out[0] == first);
    const stream<net> moved(std::move(model));
    CHECK_THROWS_WITH(model.step(two, out), "step: this model was moved from, and holds nothing");
}

TEST_CASE("answers lie where the input is only of networks from number to number") {
    static constexpr auto net = input(1, 1) | lstm(4) | dense(1);
    const parameter_set given = test::randomised<stream<net>>(5);
    stream<net> model(given);
    std::vector<float> signal = test::numbers(20, 6), out(20);
    model.step(signal, out);
    model.reset();
    model.step(signal, signal);
    CHECK(signal == out);
    CHECK_THROWS_WITH(model.step(std::span(signal).first(10), std::span(signal).subspan(3, 10)),
                      "output 0 overlaps the input, which is still read then");

    static constexpr auto swapped = input(1, 2) | branches(slice(1, 1), slice(0, 1));
    stream<swapped> two;
    std::vector<float> a(8), b(8);
    CHECK_THROWS_WITH(two.step(a, a, std::span(b).first(4)), "output 0: expected 4 floats, found 8");
    CHECK_THROWS_WITH(two.step(a, std::span(a).first(4), std::span(b).first(4)), "output 0 overlaps the input, which is still read then");
    CHECK_THROWS_WITH(two.step(a, std::span(b).first(4), std::span(b).subspan(2, 4)), "outputs 0 and 1 overlap");

    stream<net>::state voice;
    model.reset();
    for (const float x : test::numbers(20, 6)) CHECK(model.step(x) == model.step(voice, x));
    stream<net>::state taken = std::move(voice);
    voice.reset();
    stream<net> other = std::move(model);
    model.reset();
    CHECK_THROWS_WITH(model.step(signal, out), "step: this model was moved from, and holds nothing");
    CHECK_THROWS_WITH(other.step(voice, signal, out), "step: this model was moved from, and holds nothing");
    other.step(taken, signal, out);
}

TEST_CASE("denormal numbers are zero while a stream runs, and only then") {
    static constexpr auto net = input(1, 1) | rnn(1, {.activation = rnn_activation::relu, .bias = false});
    parameter_set given = stream<net>::parameters();
    for (float& w : given.values()) w = 1e-20f;
    stream<net> model(given);
    volatile float small = 1e-20f, smaller = 1e-25f;
    model.step(1.f);
    CHECK(model.step(0.f) == 0.f);       // 1e-40 if it were not
    CHECK(small * smaller > 0.f);        // 1e-45
}
