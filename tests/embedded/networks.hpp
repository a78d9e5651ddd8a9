// Networks that run on every device of these tests, from the smallest kind to those with joins, states and odd windows.
#pragma once

#include <fusenet/freestanding.hpp>
#include <fusenet/networks/ds_cnn.hpp>
#include <fusenet/networks/lenet5.hpp>

namespace embedded {

using namespace fusenet;

inline constexpr auto lenet5 = networks::lenet5;
inline constexpr auto ds_cnn = networks::ds_cnn;

inline constexpr auto perceptron = input(8) | dense(32) | tanh() | dense(32) | tanh() | dense(1);

inline constexpr auto recurrent = input(20, 1) | lstm(16) | dense(1);

inline constexpr auto mixed = input(17, 13, 3) | conv<3, 3>(12, {.stride = 2, .pad = 1}) | batchnorm() | relu() |
                              residual(conv<1, 1>(24) | silu() | depthwise<3>({.pad = 1}) | prelu() | conv<1, 1>(12)) |
                              concat(conv<1, 1>(5) | sigmoid(), conv<3, 3>(6, {.pad = 1, .groups = 1}), avgpool<3>({.stride = 1, .pad = 1})) |
                              conv<3, 3>(9, {.pad = 2, .dilation = 2}) | layernorm() | maxpool<3>({.stride = 2, .ceil_mode = true}) |
                              global_avgpool() | flatten() | dense(7) | softmax();

}  // namespace embedded
