// ONNX out: convolutions, transposed ones, dense layers.
#include "written.hpp"

namespace fusenet::test {

namespace {

constexpr auto plain = input(9, 8, 6) | conv<3, 3>(5);
constexpr auto no_bias = input(9, 8, 6) | conv<3, 3>(5, {.bias = false});
constexpr auto uneven = input(9, 8, 6) | conv<3, 2>(5, {.stride = {2, 1}, .pad = {1, 0, 2, 3}});
constexpr auto fit = input(9, 8, 6) | conv<4, 4>(5, {.stride = 2, .pad = same});
constexpr auto dilated = input(11, 12, 3) | conv<3, 3>(4, {.pad = 2, .dilation = {2, 3}});
constexpr auto grouped = input(7, 7, 6) | conv<3, 3>(4, {.pad = 1, .groups = 2});
constexpr auto each = input(8, 7, 6) | depthwise<3>({.stride = 2, .pad = same});
constexpr auto multiplied = input(8, 7, 3) | depthwise<5, 3>(2, {.pad = same});
constexpr auto in_time = input(20, 3) | conv<5>(4, {.stride = 2, .pad = 2});
constexpr auto in_time_each = input(20, 3) | depthwise<3>({.pad = 2, .dilation = 2});
constexpr auto spread = input(5, 4, 6) | conv_transpose<3, 3>(4);
constexpr auto spread_wide = input(5, 4, 6) | conv_transpose<3, 3>(4, {.stride = 2, .pad = 1, .output_padding = 1});
constexpr auto spread_more = input(5, 4, 6) | conv_transpose<3, 3>(4, {.stride = 3, .pad = {0, 0, 1, 0}, .output_padding = {0, 2}});
constexpr auto spread_fit = input(5, 4, 6) | conv_transpose<3, 5>(4, {.stride = 2, .pad = same, .groups = 2});
constexpr auto spread_thin = input(5, 4, 6) | conv_transpose<1, 2>(4, {.stride = 3, .pad = same, .bias = false});
constexpr auto spread_apart = input(5, 4, 6) | conv_transpose<3, 3>(4, {.pad = 1, .dilation = 2});
constexpr auto spread_in_time = input(7, 3) | conv_transpose<4>(2, {.stride = 2, .pad = 1});
constexpr auto vector = input(10) | dense(7) | dense(3, {.bias = false});
constexpr auto each_cell = input(6, 5) | dense(4) | dense(3, {.bias = false});

}  // namespace

std::vector<onnx_case> contraction_cases() {
    return {written<plain>("conv"), written<no_bias>("conv_no_bias"), written<uneven>("conv_uneven"),
            written<fit>("conv_same"), written<dilated>("conv_dilated"), written<grouped>("conv_grouped"),
            written<each>("depthwise"), written<multiplied>("depthwise_multiplier"), written<in_time>("conv_in_time"),
            written<in_time_each>("depthwise_in_time"), written<spread>("conv_transpose"),
            written<spread_wide>("conv_transpose_stride"), written<spread_more>("conv_transpose_output_padding"),
            written<spread_fit>("conv_transpose_same"), written<spread_thin>("conv_transpose_same_longer"),
            written<spread_apart>("conv_transpose_dilated"), written<spread_in_time>("conv_transpose_in_time"),
            written<vector>("dense"), written<each_cell>("dense_each_cell")};
}

}  // namespace fusenet::test
