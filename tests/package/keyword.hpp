#pragma once

#include <fusenet.hpp>

inline constexpr auto keyword = fusenet::input(49, 10, 1) | fusenet::conv<10, 4>(16, {.stride = 2}) | fusenet::relu() |
                                fusenet::global_avgpool() | fusenet::flatten() | fusenet::dense(4);
