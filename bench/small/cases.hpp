// The networks of the comparison. Those on signals take so many steps at once.
#pragma once

#include <fusenet.hpp>
#include <fusenet/networks/ds_cnn.hpp>
#include <fusenet/networks/lenet5.hpp>
#include <fusenet/networks/lenet_300_100.hpp>
#include <fusenet/networks/silero_vad.hpp>

namespace small {

using namespace fusenet;

inline constexpr int block = 64;  // samples that a host brings at once

template <int Steps>
inline constexpr auto lstm_8_32 = input(Steps, 8) | lstm(32) | dense(1);
template <int Steps>
inline constexpr auto lstm_1_16 = input(Steps, 1) | lstm(16) | dense(1);
template <int Steps>
inline constexpr auto lstm_1_40 = input(Steps, 1) | lstm(40) | dense(1);
template <int Steps>
inline constexpr auto gru_8_32 = input(Steps, 8) | gru(32) | dense(1);
template <int Steps>
inline constexpr auto gru_1_8 = input(Steps, 1) | gru(8) | dense(1);
/// A single step of a network that remembers nothing is a vector.
template <int Steps>
constexpr auto samples_of_eight() {
    if constexpr (Steps == 1)
        return input(8);
    else
        return input(Steps, 8);
}
template <int Steps>
inline constexpr auto mlp_8_32_32_1 = samples_of_eight<Steps>() | dense(32) | tanh() | dense(32) | tanh() | dense(1);
template <int Steps>
inline constexpr auto mlp_8_64_64_1 = samples_of_eight<Steps>() | dense(64) | relu() | dense(64) | relu() | dense(1);

constexpr auto causal_filter(int dilation) { return conv<3>(8, {.pad = causal, .dilation = dilation}) | tanh(); }
template <int Steps>
inline constexpr auto conv_1_2_4 = input(Steps, 1) | causal_filter(1) | causal_filter(2) | causal_filter(4) | dense(1);

/// Calls visit.operator()<net<1>, net<Many>>(name) for each of them.
template <int Many>
void for_each_signal(auto&& visit) {
    visit.template operator()<lstm_8_32<1>, lstm_8_32<Many>>("lstm_8_32");
    visit.template operator()<lstm_1_16<1>, lstm_1_16<Many>>("lstm_1_16");
    visit.template operator()<lstm_1_40<1>, lstm_1_40<Many>>("lstm_1_40");
    visit.template operator()<gru_8_32<1>, gru_8_32<Many>>("gru_8_32");
    visit.template operator()<gru_1_8<1>, gru_1_8<Many>>("gru_1_8");
    visit.template operator()<mlp_8_32_32_1<1>, mlp_8_32_32_1<Many>>("mlp_8_32_32_1");
    visit.template operator()<mlp_8_64_64_1<1>, mlp_8_64_64_1<Many>>("mlp_8_64_64_1");
    visit.template operator()<conv_1_2_4<1>, conv_1_2_4<Many>>("conv_1_2_4");
}

/// Calls visit.operator()<net>(name) for each network that sees an image, or a vector, at once.
void for_each_image(auto&& visit) {
    visit.template operator()<networks::lenet5>("lenet5");
    visit.template operator()<networks::lenet_300_100>("mlp_784_300_100_10");
    visit.template operator()<networks::ds_cnn>("ds_cnn");
}

}  // namespace small
