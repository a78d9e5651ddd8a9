// Maps of every form: signals, single rows, columns and cells; moved, grouped, padded beyond their size.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most a few hundred terms

constexpr auto signal = input(61, 3) | conv<5>(12, {.stride = 2, .pad = 2}) | batchnorm() | relu() | depthwise<3>({.pad = same}) |
                        maxpool<2>() | conv<3>(9, {.pad = 2, .dilation = 2}) | relu() | avgpool<3>({.stride = 2}) | global_avgpool();
constexpr auto one_row = input(1, 30, 6) | conv<1, 7>(9, {.pad = {0, 3}}) | relu() | conv<3, 3>(5, {.pad = 1}) | maxpool<1, 3>();
constexpr auto one_column = input(33, 1, 6) | conv<7, 1>(9, {.pad = {3, 0}}) | relu() | conv<3, 3>(5, {.pad = 1}) | maxpool<3, 1>();
constexpr auto one_cell = input(1, 1, 7) | conv<3, 3>(18, {.pad = 1}) | relu() | depthwise<3>({.pad = 1}) | conv<1, 1>(4);

TEST_CASE("networks: signals, single rows, columns and cells") {
    test::check_network<signal>(tight, 2);
    test::check_network<one_row>(tight);
    test::check_network<one_column>(tight);
    test::check_network<one_cell>(tight);
}

constexpr auto hourglass = input(16, 12, 3) | conv<3, 3>(8, {.stride = 2, .pad = same}) | relu() |
                           concat(conv<3, 3>(14, {.stride = 2, .pad = 1}) | relu() | conv_transpose<2, 2>(7, {.stride = 2}) | relu(),
                                  identity()) |
                           upsample(2) | conv<3, 3>(6, {.pad = 1}) | upsample(2, bilinear{}) | conv<1, 1>(2);
constexpr auto passthrough = input(12, 8, 5) | conv<3, 3>(8, {.pad = 1}) | leaky_relu() |
                             concat(space_to_depth(2), maxpool<2>() | conv<1, 1>(9) | channel_shuffle(3)) | conv<1, 1>(11) |
                             depth_to_space(1) | slice(2, 7);
constexpr auto moved = input(9, 8, 6) | conv<1, 1>(10) | relu() | pad({1, 0, 2, 3}, 0.25f) | conv<3, 3>(7) | crop({1, 1, 0, 2}) |
                       permute<1, 0, 2>() | conv<3, 1>(4) | reshape(2, 8, 9) | relu() | permute<2, 0, 1>() | conv<1, 1>(3);

TEST_CASE("networks: up, down and elsewhere") {
    test::check_network<hourglass>(tight);
    test::check_network<passthrough>(tight);
    test::check_network<moved>(tight, 2);
}

constexpr auto grouped = input(10, 9, 12) | conv<3, 3>(18, {.pad = 1, .groups = 3}) | relu() | channel_shuffle(3) |
                         conv<1, 1>(8, {.groups = 2}) | depthwise<3>(2, {.stride = 2}) | conv_transpose<3, 3>(6, {.stride = 2, .pad = 1, .groups = 2});
constexpr auto strange_windows = input(15, 14, 3) | conv<5, 1>(4, {.stride = {2, 1}, .pad = {2, 0}}) | relu() | conv<1, 7>(5, {.pad = same}) |
                                 conv<3, 3>(4, {.stride = 3, .pad = {0, 2, 1, 0}}) | maxpool<2>({.stride = 1, .ceil_mode = true}) |
                                 conv<3, 3>(3, {.pad = 3, .dilation = 2}) | conv<1, 1>(2, {.pad = 2}) | avgpool<3>({.pad = 1, .count_include_pad = true});

TEST_CASE("networks: groups, strides, dilation, cells that are all padding") {
    test::check_network<grouped>(tight);
    test::check_network<strange_windows>(tight);
}

}  // namespace
