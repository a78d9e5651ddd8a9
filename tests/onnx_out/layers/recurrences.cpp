// ONNX out: recurrences, one way, both ways and stacked, and causal convolutions.
#include <fusenet/graph/recurrent.hpp>
#include <fusenet/spectrum.hpp>

#include "written.hpp"

namespace fusenet::test {

namespace {

constexpr auto plain = input(7, 3) | rnn(5) | rnn(4, {.activation = rnn_activation::relu, .bias = false});
constexpr auto plain_back = input(7, 3) | rnn(5, {.reversed = true}) | rnn(4, {.reversed = true, .last = true});
constexpr auto gated = input(7, 3) | gru(5) | gru(4, {.bias = false, .reversed = true});
constexpr auto gated_first = input(7, 3) | gru(5, {.reset_after = false}) |
                             gru(4, {.reset_after = false, .last = true});
constexpr auto memory = input(7, 3) | lstm(5) | lstm(4, {.bias = false, .reversed = true});
constexpr auto memory_last = input(7, 3) | lstm(5, {.last = true}) | dense(3);
constexpr auto peepholes = input(7, 3) | lstm(5, {.peepholes = true}) | lstm(4, {.peepholes = true, .reversed = true});
constexpr auto stack = input(7, 3) | named("rnn", stacked<3>(lstm(4, {.last = true})));
constexpr auto both_ways = input(7, 3) | named("rnn", bidirectional<2>(gru(4))) | dense(2);
constexpr auto both_ends = input(7, 3) | bidirectional(lstm(4, {.last = true})) | branches(dense(2), identity());
constexpr auto of_image = input(4, 6, 3) | permute<1, 0, 2>() | reshape(6, 12) | residual(rnn(12)) | tanh();
constexpr auto one_step = input(1, 3) | lstm(4) | gru(3);
constexpr auto caused = input(9, 3) | conv<3>(4, {.pad = causal, .dilation = 2}) | tanh() |
                        depthwise<4>({.pad = causal});
constexpr auto spectrum = input(40, 1) | past(3) | stft(12, 5, {.tapered = taper::hamming, .transform = 16, .pad = causal}) | dense(3);
constexpr auto loudness = input(40, 1) | magnitude(stft(12, 5));
constexpr auto energy = input(40, 1) | power(stft(12, 5, {.bins = 4}));
constexpr auto lengths_of_three = input(9, 3) | branches(conv<3>(4), conv<3>(4), conv<3>(4), global_avgpool() | conv<1>(4)) | fusenet::hypot();
constexpr auto words = input(7, 1, {.type = element::uint8}) | embedding(256, 5) | relu() | lstm(4);
constexpr auto one_word = input(1, {.type = element::uint8}) | embedding(256, 5) | dense(2);
constexpr auto words_of_map = input(4, 3, 1, {.type = element::uint8}) | embedding(256, 5) | conv<1, 1>(2);
constexpr auto lengths = input(9, 3) | past(2) | branches(conv<3>(4), conv<3>(4)) | fusenet::hypot();

}  // namespace

std::vector<onnx_case> recurrence_cases() {
    return {written<plain>("rnn"), written<plain_back>("rnn_reversed"), written<gated>("gru"),
            written<gated_first>("gru_reset_before"), written<memory>("lstm"), written<memory_last>("lstm_last"),
            written<peepholes>("lstm_peepholes"), written<stack>("stacked"), written<both_ways>("bidirectional"),
            written<both_ends>("bidirectional_last"), written<of_image>("rnn_of_image"), written<one_step>("one_step"),
            written<caused>("conv_causal"), written<lengths>("past_hypot"), written<lengths_of_three>("hypot_of_four"),
            written<spectrum>("stft"), written<loudness>("stft_magnitude"), written<energy>("stft_power"), written<words>("embedding"),
            written<one_word>("embedding_of_one"), written<words_of_map>("embedding_of_map")};
}

}  // namespace fusenet::test
