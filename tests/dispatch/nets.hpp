#pragma once

#include <fusenet.hpp>

inline constexpr auto images = fusenet::input(13, 11, 5) | fusenet::conv<3, 3>(24, {.pad = 1}) | fusenet::relu() |
                               fusenet::depthwise<3, 3>({.stride = 2, .pad = 1}) | fusenet::maxpool<2>() |
                               fusenet::flatten() | fusenet::dense(19) | fusenet::softmax();
inline constexpr auto signal = fusenet::input(1, 3) | fusenet::conv<2>(9, {.pad = fusenet::causal}) | fusenet::lstm(17) |
                               fusenet::dense(2);

using image_model = fusenet::compile<images>;
using signal_model = fusenet::stream<signal, fusenet::streamed{1}>;
