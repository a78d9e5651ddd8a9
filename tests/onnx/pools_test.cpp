// ONNX's published cases of pools, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/pool.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_averagepool_2d_precomputed_pads = input(5, 5, 1) | avgpool<5>({.stride = 1, .pad = 2});
constexpr auto test_averagepool_2d_precomputed_pads_count_include_pad =
    input(5, 5, 1) | avgpool<5>({.stride = 1, .pad = 2, .count_include_pad = true});
constexpr auto test_averagepool_2d_precomputed_strides = input(5, 5, 1) | avgpool<2>();
constexpr auto test_averagepool_2d_precomputed_same_upper = input(5, 5, 1) | avgpool<3>({.stride = 2, .pad = same});
constexpr auto test_averagepool_1d_default = input(32, 3) | avgpool<2>({.stride = 1});
constexpr auto test_averagepool_2d_default = input(32, 32, 3) | avgpool<2>({.stride = 1});
constexpr auto test_averagepool_2d_same_upper = input(32, 32, 3) | avgpool<2>({.stride = 1, .pad = same});
constexpr auto test_averagepool_2d_same_lower = input(32, 32, 3) | avgpool<2>({.stride = 1, .pad = {1, 1, 0, 0}});
constexpr auto test_averagepool_2d_pads = input(28, 28, 3) | avgpool<3>({.stride = 1, .pad = 2});
constexpr auto test_averagepool_2d_pads_count_include_pad =
    input(28, 28, 3) | avgpool<3>({.stride = 1, .pad = 2, .count_include_pad = true});
constexpr auto test_averagepool_2d_strides = input(32, 32, 3) | avgpool<5>({.stride = 3});
constexpr auto test_averagepool_2d_ceil = input(4, 4, 1) | avgpool<3>({.stride = 2, .ceil_mode = true});
constexpr auto test_averagepool_2d_ceil_last_window_starts_on_pad =
    input(2, 2, 3) | avgpool<3>({.pad = 1, .ceil_mode = true, .count_include_pad = true});
constexpr auto test_averagepool_2d_dilations =
    input(4, 4, 1) | avgpool<2>({.stride = 1, .ceil_mode = true, .dilation = 2});
constexpr auto test_globalaveragepool = input(5, 5, 3) | global_avgpool();
constexpr auto test_globalaveragepool_precomputed = input(3, 3, 1) | global_avgpool();
constexpr auto test_globalmaxpool = input(5, 5, 3) | global_maxpool();
constexpr auto test_globalmaxpool_precomputed = input(3, 3, 1) | global_maxpool();
constexpr auto test_lppool_1d_default =
    input(32, 3) | map([]<class V>(V x) { return pow(abs(x), V(3)); }) |
    avgpool<2>({.stride = 1, .count_include_pad = true}) | map([]<class V>(V x) { return pow(V(2) * x, V(1) / V(3)); });
constexpr auto test_lppool_2d_default =
    input(32, 32, 3) | map([]<class V>(V x) { return pow(abs(x), V(4)); }) |
    avgpool<2>({.stride = 1, .count_include_pad = true}) | map([]<class V>(V x) { return pow(V(4) * x, V(1) / V(4)); });
constexpr auto test_lppool_2d_same_upper =
    input(32, 32, 3) | map([]<class V>(V x) { return x * x; }) |
    avgpool<2>({.stride = 1, .pad = same, .count_include_pad = true}) |
    map([]<class V>(V x) { return sqrt(V(4) * x); });
constexpr auto test_lppool_2d_same_lower =
    input(32, 32, 3) | map([]<class V>(V x) { return pow(abs(x), V(4)); }) |
    avgpool<2>({.stride = 1, .pad = {1, 1, 0, 0}, .count_include_pad = true}) |
    map([]<class V>(V x) { return pow(V(4) * x, V(1) / V(4)); });
constexpr auto test_lppool_2d_pads =
    input(28, 28, 3) | map([]<class V>(V x) { return pow(abs(x), V(3)); }) |
    avgpool<3>({.stride = 1, .pad = 2, .count_include_pad = true}) |
    map([]<class V>(V x) { return pow(V(9) * x, V(1) / V(3)); });
constexpr auto test_lppool_2d_strides =
    input(32, 32, 3) | map([]<class V>(V x) { return x * x; }) | avgpool<5>({.stride = 3, .count_include_pad = true}) |
    map([]<class V>(V x) { return sqrt(V(25) * x); });
constexpr auto test_lppool_2d_dilations =
    input(4, 4, 1) | map([]<class V>(V x) { return x * x; }) |
    avgpool<2>({.stride = 1, .count_include_pad = true, .dilation = 2}) |
    map([]<class V>(V x) { return sqrt(V(4) * x); });
constexpr auto test_maxpool_2d_uint8 = input(5, 5, 1) | maxpool<5>({.stride = 1, .pad = 2});
constexpr auto test_maxpool_2d_precomputed_strides = input(5, 5, 1) | maxpool<2>();
constexpr auto test_maxpool_2d_precomputed_same_upper = input(5, 5, 1) | maxpool<3>({.stride = 2, .pad = same});
constexpr auto test_maxpool_1d_default = input(32, 3) | maxpool<2>({.stride = 1});
constexpr auto test_maxpool_2d_default = input(32, 32, 3) | maxpool<2>({.stride = 1});
constexpr auto test_maxpool_2d_same_upper = input(32, 32, 3) | maxpool<2>({.stride = 1, .pad = same});
constexpr auto test_maxpool_2d_same_lower = input(32, 32, 3) | maxpool<2>({.stride = 1, .pad = {1, 1, 0, 0}});
constexpr auto test_maxpool_2d_pads = input(28, 28, 3) | maxpool<3>({.stride = 1, .pad = 2});
constexpr auto test_maxpool_2d_strides = input(32, 32, 3) | maxpool<5>({.stride = 3});
constexpr auto test_maxpool_2d_ceil = input(4, 4, 1) | maxpool<3>({.stride = 2, .ceil_mode = true});
constexpr auto test_maxpool_2d_ceil_output_size_reduce_by_one =
    input(2, 2, 1) | maxpool<1>({.stride = 2, .ceil_mode = true});
constexpr auto test_maxpool_2d_dilations = input(4, 4, 1) | maxpool<2>({.stride = 1, .dilation = 2});
constexpr auto test_AvgPool1d = input(6, 3) | avgpool<2>({.stride = 2});
constexpr auto test_AvgPool2d = input(6, 6, 3) | avgpool<2>();
constexpr auto test_MaxPool1d = input(4, 10) | maxpool<4>();
constexpr auto test_MaxPool2d = input(7, 7, 3) | maxpool<3>({.stride = 2, .pad = 1});
constexpr auto test_operator_maxpool = input(50, 16) | maxpool<3>({.stride = 2});

constexpr published_case published_pools[] = {
    {"test_averagepool_2d_precomputed_pads", 1, check_published<test_averagepool_2d_precomputed_pads>},
    {"test_averagepool_2d_precomputed_pads_count_include_pad", 1,
     check_published<test_averagepool_2d_precomputed_pads_count_include_pad>},
    {"test_averagepool_2d_precomputed_strides", 1, check_published<test_averagepool_2d_precomputed_strides>},
    {"test_averagepool_2d_precomputed_same_upper", 1, check_published<test_averagepool_2d_precomputed_same_upper>},
    {"test_averagepool_1d_default", 1, check_published<test_averagepool_1d_default>},
    {"test_averagepool_2d_default", 1, check_published<test_averagepool_2d_default>},
    {"test_averagepool_2d_same_upper", 1, check_published<test_averagepool_2d_same_upper>},
    {"test_averagepool_2d_same_lower", 1, check_published<test_averagepool_2d_same_lower>},
    {"test_averagepool_2d_pads", 1, check_published<test_averagepool_2d_pads>},
    {"test_averagepool_2d_pads_count_include_pad", 1, check_published<test_averagepool_2d_pads_count_include_pad>},
    {"test_averagepool_2d_strides", 1, check_published<test_averagepool_2d_strides>},
    {"test_averagepool_2d_ceil", 1, check_published<test_averagepool_2d_ceil>},
    {"test_averagepool_2d_ceil_last_window_starts_on_pad", 1,
     check_published<test_averagepool_2d_ceil_last_window_starts_on_pad>, 0.0001},
    {"test_averagepool_2d_dilations", 1, check_published<test_averagepool_2d_dilations>},
    {"test_globalaveragepool", 1, check_published<test_globalaveragepool>},
    {"test_globalaveragepool_precomputed", 1, check_published<test_globalaveragepool_precomputed>},
    {"test_globalmaxpool", 1, check_published<test_globalmaxpool>},
    {"test_globalmaxpool_precomputed", 1, check_published<test_globalmaxpool_precomputed>},
    {"test_lppool_1d_default", 1, check_published<test_lppool_1d_default>},
    {"test_lppool_2d_default", 1, check_published<test_lppool_2d_default>},
    {"test_lppool_2d_same_upper", 1, check_published<test_lppool_2d_same_upper>},
    {"test_lppool_2d_same_lower", 1, check_published<test_lppool_2d_same_lower>},
    {"test_lppool_2d_pads", 1, check_published<test_lppool_2d_pads>},
    {"test_lppool_2d_strides", 1, check_published<test_lppool_2d_strides>},
    {"test_lppool_2d_dilations", 1, check_published<test_lppool_2d_dilations>},
    {"test_maxpool_2d_uint8", 1, check_published<test_maxpool_2d_uint8>},
    {"test_maxpool_2d_precomputed_pads", 1, check_published<test_maxpool_2d_uint8>},
    {"test_maxpool_with_argmax_2d_precomputed_pads", 1, check_published<test_maxpool_2d_uint8>},
    {"test_maxpool_2d_precomputed_strides", 1, check_published<test_maxpool_2d_precomputed_strides>},
    {"test_maxpool_with_argmax_2d_precomputed_strides", 1, check_published<test_maxpool_2d_precomputed_strides>},
    {"test_maxpool_2d_precomputed_same_upper", 1, check_published<test_maxpool_2d_precomputed_same_upper>},
    {"test_maxpool_1d_default", 1, check_published<test_maxpool_1d_default>},
    {"test_maxpool_2d_default", 1, check_published<test_maxpool_2d_default>},
    {"test_maxpool_2d_same_upper", 1, check_published<test_maxpool_2d_same_upper>},
    {"test_maxpool_2d_same_lower", 1, check_published<test_maxpool_2d_same_lower>},
    {"test_maxpool_2d_pads", 1, check_published<test_maxpool_2d_pads>},
    {"test_maxpool_2d_strides", 1, check_published<test_maxpool_2d_strides>},
    {"test_maxpool_2d_ceil", 1, check_published<test_maxpool_2d_ceil>},
    {"test_maxpool_2d_ceil_output_size_reduce_by_one", 1,
     check_published<test_maxpool_2d_ceil_output_size_reduce_by_one>},
    {"test_maxpool_2d_dilations", 1, check_published<test_maxpool_2d_dilations>},
    {"pytorch-converted/test_AvgPool1d", 2, check_published<test_AvgPool1d>},
    {"pytorch-converted/test_AvgPool1d_stride", 2, check_published<test_AvgPool1d>},
    {"pytorch-converted/test_AvgPool2d", 2, check_published<test_AvgPool2d>},
    {"pytorch-converted/test_AvgPool2d_stride", 2, check_published<test_AvgPool2d>},
    {"pytorch-converted/test_MaxPool1d", 2, check_published<test_MaxPool1d>},
    {"pytorch-converted/test_MaxPool1d_stride", 2, check_published<test_MaxPool1d>},
    {"pytorch-converted/test_MaxPool2d", 1, check_published<test_MaxPool2d>},
    {"pytorch-operator/test_operator_maxpool", 20, check_published<test_operator_maxpool>},
};

TEST_CASE("ONNX: pools") {
    for (const published_case& row : published_pools) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
