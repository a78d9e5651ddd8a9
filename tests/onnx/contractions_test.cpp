// ONNX's published cases of contractions, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/layers/silu.hpp>
#include <fusenet/layers/slice.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_causal_conv_with_state_basic =
    input(8, 4) | branches(depthwise<4>({.pad = {0, 3, 0, 0}, .bias = false}), crop({0, 5, 0, 0}));
constexpr auto test_causal_conv_with_state_with_bias =
    input(8, 4) | branches(depthwise<4>({.pad = {0, 3, 0, 0}}), crop({0, 5, 0, 0}));
constexpr auto test_causal_conv_with_state_with_past_state =
    input(11, 4) | branches(depthwise<4>({.bias = false}), crop({0, 8, 0, 0}));
constexpr auto test_causal_conv_with_state_silu =
    input(8, 4) | branches(depthwise<4>({.pad = {0, 3, 0, 0}, .bias = false}) | silu(), crop({0, 5, 0, 0}));
constexpr auto test_causal_conv_with_state_decode_step = input(4, 4) | branches(depthwise<4>(), crop({0, 1, 0, 0}));
constexpr auto test_causal_conv_with_state_kernel_size_one = input(8, 4) | depthwise<1>({.bias = false});
constexpr auto test_causal_conv_with_state_with_bias_and_past_state =
    input(11, 4) | branches(depthwise<4>(), crop({0, 8, 0, 0}));
constexpr auto test_causal_conv_with_state_silu_with_past_state =
    input(11, 4) | branches(depthwise<4>({.bias = false}) | silu(), crop({0, 8, 0, 0}));
constexpr auto test_causal_conv_with_state_b1_c1_degenerate =
    input(6, 1) | branches(conv<4>({.pad = {0, 3, 0, 0}, .bias = false}), crop({0, 3, 0, 0}));
constexpr auto test_causal_conv_with_state_short_input_no_past_state =
    input(2, 4) | depthwise<5>({.pad = {0, 4, 0, 0}, .bias = false});
constexpr auto test_basic_conv_with_padding = input(5, 5, 1) | conv<3, 3>(1, {.pad = 1, .bias = false});
constexpr auto test_basic_conv_without_padding = input(5, 5, 1) | conv<3, 3>(1, {.bias = false});
constexpr auto test_conv_with_strides_padding = input(7, 5, 1) | conv<3, 3>(1, {.stride = 2, .pad = 1, .bias = false});
constexpr auto test_conv_with_strides_no_padding = input(7, 5, 1) | conv<3, 3>(1, {.stride = 2, .bias = false});
constexpr auto test_conv_with_strides_and_asymmetric_padding =
    input(7, 5, 1) | conv<3, 3>(1, {.stride = 2, .pad = {1, 0}, .bias = false});
constexpr auto test_conv_with_autopad_same = input(5, 5, 1) | conv<3, 3>(1, {.stride = 2, .pad = 1, .bias = false});
constexpr auto test_convtranspose = input(3, 3, 1) | conv_transpose<3, 3>(2, {.bias = false});
constexpr auto test_convtranspose_1d = input(3, 1) | conv_transpose<3>(2, {.bias = false});
constexpr auto test_convtranspose_output_shape =
    input(3, 3, 1) | conv_transpose<3, 3>(2, {.stride = {3, 2}, .output_padding = 1, .bias = false});
constexpr auto test_convtranspose_pads =
    input(3, 3, 1) | conv_transpose<3, 3>(2, {.stride = {3, 2}, .pad = {1, 2}, .bias = false});
constexpr auto test_convtranspose_dilations = input(3, 3, 1) | conv_transpose<2, 2>(1, {.dilation = 2, .bias = false});
constexpr auto test_convtranspose_autopad_same =
    input(3, 3, 1) | conv_transpose<3, 3>(2, {.stride = 2, .pad = same, .bias = false});
constexpr auto test_convtranspose_group_2 = input(3, 3, 2) | conv_transpose<3, 3>(2, {.groups = 2, .bias = false});
constexpr auto test_gemm_default_zero_bias = input(5) | dense(4);
constexpr auto test_gemm_default_no_bias = input(10) | dense(3, {.bias = false});
constexpr auto test_gemm_default_scalar_bias = input(3) | dense(4);
constexpr auto test_gemm_default_single_elem_vector_bias = input(7) | dense(3);
constexpr auto test_gemm_default_vector_bias = input(7) | dense(4);
constexpr auto test_gemm_default_matrix_bias =
    input(10) | branches(slice(0, 6) | dense(4, {.bias = false}), slice(6, 4)) | add();
constexpr auto test_gemm_transposeA = input(6) | dense(4);
constexpr auto test_gemm_all_attributes = input(4) | dense(5);
constexpr auto test_matmul_2d = input(3, 4) | dense(3, {.bias = false});
constexpr auto test_matmul_bcast_0 = input(3, 4) | dense(2, {.bias = false});
constexpr auto test_matmul_1d_3d_0 = input(4) | dense(1, {.bias = false});
constexpr auto test_matmul_4d_1d_0 = input(4, 3) | dense(1, {.bias = false});
constexpr auto test_matmul_1d_1d = input(3) | dense(1, {.bias = false});
constexpr auto test_Conv1d = input(10, 4) | conv<3>(5);
constexpr auto test_Conv1d_dilated = input(10, 4) | conv<3>(5, {.dilation = 2});
constexpr auto test_Conv1d_groups = input(6, 4) | conv<3>(6, {.groups = 2});
constexpr auto test_Conv1d_pad1 = input(10, 4) | conv<3>(5, {.pad = {0, 1}});
constexpr auto test_Conv1d_pad1size1 = input(1, 4) | conv<3>(4, {.pad = {0, 1}});
constexpr auto test_Conv1d_pad2 = input(10, 4) | conv<5>(5, {.pad = {0, 2}});
constexpr auto test_Conv1d_pad2size1 = input(1, 4) | conv<5>(4, {.pad = {0, 2}});
constexpr auto test_Conv1d_stride = input(10, 4) | conv<3>(5, {.stride = 2});
constexpr auto test_Conv2d = input(7, 5, 3) | conv<3, 2>(4);
constexpr auto test_Conv2d_depthwise = input(6, 6, 4) | depthwise<3, 3>();
constexpr auto test_Conv2d_depthwise_padded = input(6, 6, 4) | depthwise<3, 3>({.pad = 1});
constexpr auto test_Conv2d_depthwise_strided = input(6, 6, 4) | depthwise<3, 3>({.stride = 2});
constexpr auto test_Conv2d_depthwise_with_multiplier = input(6, 6, 4) | conv<3, 3>(8, {.groups = 4});
constexpr auto test_Conv2d_dilated = input(8, 8, 3) | conv<3, 3>(2, {.stride = 2, .pad = 1, .dilation = 2});
constexpr auto test_Conv2d_groups = input(6, 5, 4) | conv<3, 2>(6, {.groups = 2});
constexpr auto test_Conv2d_no_bias = input(6, 5, 3) | conv<3, 2>(4, {.bias = false});
constexpr auto test_Conv2d_padding = input(6, 6, 3) | conv<3, 3>(4, {.stride = 2, .pad = 1});
constexpr auto test_Conv2d_strided = input(6, 6, 3) | conv<3, 3>(4, {.stride = 2});
constexpr auto test_ConvTranspose2d =
    input(7, 6, 3) | conv_transpose<3, 3>(4, {.stride = {3, 2}, .pad = 1, .output_padding = 1});
constexpr auto test_ConvTranspose2d_no_bias =
    input(6, 7, 3) | conv_transpose<3, 3>(4, {.stride = {2, 3}, .pad = 1, .output_padding = 1, .bias = false});
constexpr auto test_Linear = input(10) | dense(8);
constexpr auto test_Linear_no_bias = input(10) | dense(8, {.bias = false});
constexpr auto test_operator_convtranspose =
    input(4, 5, 3) | conv_transpose<3, 3>(3, {.stride = 3, .pad = 1, .output_padding = 2, .bias = false});
constexpr auto test_operator_mm = input(3) | dense(4, {.bias = false});

constexpr published_case published_contractions[] = {
    {"test_causal_conv_with_state_basic", 2, check_published<test_causal_conv_with_state_basic>},
    {"test_causal_conv_with_state_with_bias", 2, check_published<test_causal_conv_with_state_with_bias>},
    {"test_causal_conv_with_state_with_past_state", 2, check_published<test_causal_conv_with_state_with_past_state>},
    {"test_causal_conv_with_state_silu", 2, check_published<test_causal_conv_with_state_silu>},
    {"test_causal_conv_with_state_swish_alias", 2, check_published<test_causal_conv_with_state_silu>},
    {"test_causal_conv_with_state_decode_step", 2, check_published<test_causal_conv_with_state_decode_step>},
    {"test_causal_conv_with_state_kernel_size_one", 2, check_published<test_causal_conv_with_state_kernel_size_one>},
    {"test_causal_conv_with_state_with_bias_and_past_state", 2,
     check_published<test_causal_conv_with_state_with_bias_and_past_state>},
    {"test_causal_conv_with_state_silu_with_past_state", 2,
     check_published<test_causal_conv_with_state_silu_with_past_state>},
    {"test_causal_conv_with_state_b1_c1_degenerate", 1, check_published<test_causal_conv_with_state_b1_c1_degenerate>},
    {"test_causal_conv_with_state_short_input_no_past_state", 2,
     check_published<test_causal_conv_with_state_short_input_no_past_state>},
    {"test_basic_conv_with_padding", 1, check_published<test_basic_conv_with_padding>},
    {"test_basic_conv_without_padding", 1, check_published<test_basic_conv_without_padding>},
    {"test_conv_with_strides_padding", 1, check_published<test_conv_with_strides_padding>},
    {"test_conv_with_strides_no_padding", 1, check_published<test_conv_with_strides_no_padding>},
    {"test_conv_with_strides_and_asymmetric_padding", 1,
     check_published<test_conv_with_strides_and_asymmetric_padding>},
    {"test_conv_with_autopad_same", 1, check_published<test_conv_with_autopad_same>},
    {"test_convtranspose", 1, check_published<test_convtranspose>},
    {"test_convtranspose_1d", 1, check_published<test_convtranspose_1d>},
    {"test_convtranspose_output_shape", 1, check_published<test_convtranspose_output_shape>},
    {"test_convtranspose_pad", 1, check_published<test_convtranspose_output_shape>},
    {"test_convtranspose_kernel_shape", 1, check_published<test_convtranspose_output_shape>},
    {"test_convtranspose_pads", 1, check_published<test_convtranspose_pads>},
    {"test_convtranspose_dilations", 1, check_published<test_convtranspose_dilations>},
    {"test_convtranspose_autopad_same", 1, check_published<test_convtranspose_autopad_same>},
    {"test_convtranspose_group_2", 1, check_published<test_convtranspose_group_2>},
    {"test_convtranspose_group_2_image_3", 3, check_published<test_convtranspose_group_2>},
    {"test_gemm_default_zero_bias", 3, check_published<test_gemm_default_zero_bias>},
    {"test_gemm_default_no_bias", 2, check_published<test_gemm_default_no_bias>},
    {"test_gemm_default_scalar_bias", 2, check_published<test_gemm_default_scalar_bias>},
    {"test_gemm_default_single_elem_vector_bias", 3, check_published<test_gemm_default_single_elem_vector_bias>},
    {"test_gemm_default_vector_bias", 2, check_published<test_gemm_default_vector_bias>},
    {"test_gemm_default_matrix_bias", 3, check_published<test_gemm_default_matrix_bias>},
    {"test_gemm_transposeA", 3, check_published<test_gemm_transposeA>},
    {"test_gemm_transposeB", 3, check_published<test_gemm_transposeA>},
    {"test_gemm_alpha", 3, check_published<test_gemm_default_zero_bias>},
    {"test_gemm_beta", 2, check_published<test_gemm_default_vector_bias>},
    {"test_gemm_all_attributes", 3, check_published<test_gemm_all_attributes>},
    {"test_matmul_2d", 1, check_published<test_matmul_2d>},
    {"test_matmul_3d.0", 1, check_published<test_matmul_2d>},
    {"test_matmul_3d.1", 1, check_published<test_matmul_2d>},
    {"test_matmul_4d.0", 1, check_published<test_matmul_2d>},
    {"test_matmul_4d.1", 1, check_published<test_matmul_2d>},
    {"test_matmul_bcast.0", 1, check_published<test_matmul_bcast_0>},
    {"test_matmul_bcast.1", 1, check_published<test_matmul_bcast_0>},
    {"test_matmul_bcast.2", 1, check_published<test_matmul_bcast_0>},
    {"test_matmul_bcast.3", 1, check_published<test_matmul_bcast_0>},
    {"test_matmul_bcast.4", 1, check_published<test_matmul_bcast_0>},
    {"test_matmul_bcast.5", 1, check_published<test_matmul_bcast_0>},
    {"test_matmul_1d_3d.0", 1, check_published<test_matmul_1d_3d_0>},
    {"test_matmul_1d_3d.1", 1, check_published<test_matmul_1d_3d_0>},
    {"test_matmul_4d_1d.0", 1, check_published<test_matmul_4d_1d_0>},
    {"test_matmul_4d_1d.1", 1, check_published<test_matmul_4d_1d_0>},
    {"test_matmul_1d_1d", 1, check_published<test_matmul_1d_1d>},
    {"pytorch-converted/test_Conv1d", 2, check_published<test_Conv1d>},
    {"pytorch-converted/test_Conv1d_dilated", 2, check_published<test_Conv1d_dilated>},
    {"pytorch-converted/test_Conv1d_groups", 2, check_published<test_Conv1d_groups>},
    {"pytorch-converted/test_Conv1d_pad1", 2, check_published<test_Conv1d_pad1>},
    {"pytorch-converted/test_Conv1d_pad1size1", 1, check_published<test_Conv1d_pad1size1>},
    {"pytorch-converted/test_Conv1d_pad2", 2, check_published<test_Conv1d_pad2>},
    {"pytorch-converted/test_Conv1d_pad2size1", 1, check_published<test_Conv1d_pad2size1>},
    {"pytorch-converted/test_Conv1d_stride", 2, check_published<test_Conv1d_stride>},
    {"pytorch-converted/test_Conv2d", 2, check_published<test_Conv2d>},
    {"pytorch-converted/test_Conv2d_depthwise", 2, check_published<test_Conv2d_depthwise>},
    {"pytorch-converted/test_Conv2d_depthwise_padded", 2, check_published<test_Conv2d_depthwise_padded>},
    {"pytorch-converted/test_Conv2d_depthwise_strided", 2, check_published<test_Conv2d_depthwise_strided>},
    {"pytorch-converted/test_Conv2d_depthwise_with_multiplier", 2,
     check_published<test_Conv2d_depthwise_with_multiplier>},
    {"pytorch-converted/test_Conv2d_dilated", 2, check_published<test_Conv2d_dilated>},
    {"pytorch-converted/test_Conv2d_groups", 2, check_published<test_Conv2d_groups>},
    {"pytorch-converted/test_Conv2d_groups_thnn", 2, check_published<test_Conv2d_groups>},
    {"pytorch-converted/test_Conv2d_no_bias", 2, check_published<test_Conv2d_no_bias>},
    {"pytorch-converted/test_Conv2d_padding", 2, check_published<test_Conv2d_padding>},
    {"pytorch-converted/test_Conv2d_strided", 2, check_published<test_Conv2d_strided>},
    {"pytorch-converted/test_ConvTranspose2d", 1, check_published<test_ConvTranspose2d>},
    {"pytorch-converted/test_ConvTranspose2d_no_bias", 1, check_published<test_ConvTranspose2d_no_bias>},
    {"pytorch-converted/test_Linear", 4, check_published<test_Linear>},
    {"pytorch-converted/test_Linear_no_bias", 4, check_published<test_Linear_no_bias>},
    {"pytorch-operator/test_operator_convtranspose", 2, check_published<test_operator_convtranspose>},
    {"pytorch-operator/test_operator_mm", 2, check_published<test_operator_mm>},
};

TEST_CASE("ONNX: contractions") {
    for (const published_case& row : published_contractions) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
