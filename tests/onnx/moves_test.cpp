// ONNX's published cases of moves, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/layers/permute.hpp>
#include <fusenet/layers/reshape.hpp>
#include <fusenet/layers/slice.hpp>
#include <fusenet/layers/space_to_depth.hpp>
#include <fusenet/layers/upsample.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_center_crop_pad_crop = input(20, 10, 3) | crop({5, 1, 5, 2});
constexpr auto test_center_crop_pad_pad = input(10, 7, 3) | pad({5, 1, 5, 2});
constexpr auto test_center_crop_pad_crop_and_pad = input(20, 8, 3) | crop({5, 0}) | pad({0, 1});
constexpr auto test_center_crop_pad_crop_axes_hwc = input(20, 8, 3) | crop({5, 0}) | pad({0, 0, 0, 1});
constexpr auto test_depthtospace_example = input(2, 3, 8) | depth_to_space(2);
constexpr auto test_depthtospace_crd_mode_example = input(2, 3, 8) | depth_to_space(2, {.order = block_order::crd});
constexpr auto test_flatten_axis0 = input(6, 4, 5) | flatten();
constexpr auto test_flatten_axis1 = input(4, 5, 3) | permute<2, 0, 1>() | flatten();
constexpr auto test_flatten_axis2 = input(4, 5) | flatten();
constexpr auto test_flatten_axis3 = input(5) | flatten();
constexpr auto test_flatten_default_axis = input(3, 2, 4) | permute<2, 0, 1>() | flatten();
constexpr auto test_flatten_negative_axis3 = input(3, 4, 5) | flatten();
constexpr auto test_constant_pad = input(4, 5, 3) | pad({1, 3, 2, 4}, 1.2f);
constexpr auto test_constant_pad_axes = input(4, 5, 3) | pad({0, 3, 0, 4}, 1.2f);
constexpr auto test_reshape_reordered_all_dims = input(2, 3, 4) | reshape(4, 2, 3);
constexpr auto test_reshape_reordered_last_dims = input(2, 3, 4) | reshape(2, 4, 3);
constexpr auto test_reshape_reduced_dims = input(2, 3, 4) | reshape(2, 12);
constexpr auto test_reshape_extended_dims = input(3, 4) | reshape(3, 2, 2);
constexpr auto test_reshape_one_dim = input(2, 3, 4) | reshape(24);
constexpr auto test_reshape_negative_dim = input(2, 3, 4) | reshape(2, 6, 2);
constexpr auto test_reshape_negative_extended_dims = input(2, 3, 4) | reshape(2, 3, 4);
constexpr auto test_resize_upsample_scales_nearest = input(2, 2, 1) | upsample({2, 3});
constexpr auto test_resize_upsample_scales_linear = input(2, 2, 1) | upsample(2, bilinear{});
constexpr auto test_resize_upsample_scales_linear_align_corners =
    input(2, 2, 1) | upsample(2, bilinear{.align_corners = true});
constexpr auto test_resize_upsample_sizes_nearest_not_smaller = input(2, 2, 1) | upsample(4);
constexpr auto test_slice = input(20, 10, 5) | crop({0, 0, 17, 0});
constexpr auto test_slice_neg = input(20, 10, 5) | crop({0, 0, 0, 1});
constexpr auto test_slice_end_out_of_bounds = input(20, 10, 5) | crop({0, 1, 0, 0});
constexpr auto test_slice_default_axes = input(20, 10, 5) | slice(3, 1);
constexpr auto test_spacetodepth = input(6, 6, 2) | space_to_depth(2);
constexpr auto test_spacetodepth_example = input(4, 6, 1) | space_to_depth(2);
constexpr auto test_spacetodepth_dcr_mode_example = input(4, 6, 2) | space_to_depth(2);
constexpr auto test_spacetodepth_crd_mode_example = input(4, 6, 2) | space_to_depth(2, {.order = block_order::crd});
constexpr auto test_split_equal_parts_1d_opset13 = input(6) | branches(slice(0, 2), slice(2, 2), slice(4, 2));
constexpr auto test_split_variable_parts_1d_opset13 = input(6) | branches(slice(0, 2), slice(2, 4));
constexpr auto test_split_equal_parts_2d_opset13 = input(2, 6) | branches(slice(0, 3), slice(3, 3));
constexpr auto test_split_variable_parts_2d_opset13 = input(2, 6) | branches(slice(0, 2), slice(2, 4));
constexpr auto test_split_1d_uneven_split_opset18 =
    input(7) | branches(slice(0, 2), slice(2, 2), slice(4, 2), slice(6, 1));
constexpr auto test_split_2d_uneven_split_opset18 = input(2, 8) | branches(slice(0, 3), slice(3, 3), slice(6, 2));
constexpr auto test_squeeze = input(3, 4, 5) | reshape(3, 4, 5);
constexpr auto test_squeeze_negative_axes = input(3, 5) | reshape(1, 3, 5);
constexpr auto test_transpose_default = input(2, 3, 4) | permute<2, 1, 0>();
constexpr auto test_transpose_all_permutations_0 = input(2, 3, 4) | permute<0, 1, 2>();
constexpr auto test_transpose_all_permutations_1 = input(2, 3, 4) | permute<0, 2, 1>();
constexpr auto test_transpose_all_permutations_2 = input(2, 3, 4) | permute<1, 0, 2>();
constexpr auto test_transpose_all_permutations_3 = input(2, 3, 4) | permute<1, 2, 0>();
constexpr auto test_transpose_all_permutations_4 = input(2, 3, 4) | permute<2, 0, 1>();
constexpr auto test_unsqueeze_negative_axes = input(3, 5) | reshape(3, 5);
constexpr auto test_ConstantPad2d = input(4, 4, 3) | pad({3, 1, 4, 2}, 2);
constexpr auto test_PixelShuffle = input(4, 4, 9) | depth_to_space(3, {.order = block_order::crd});
constexpr auto test_ZeroPad2d = input(4, 4, 3) | pad({3, 1, 4, 2});
constexpr auto test_operator_chunk = input(3) | branches(slice(0, 2), slice(2, 1));
constexpr auto test_operator_flatten = input(3, 4, 2) | permute<2, 0, 1>() | flatten();
constexpr auto test_operator_view = input(1) | flatten();

constexpr published_case published_moves[] = {
    {"test_center_crop_pad_crop", 1, check_published<test_center_crop_pad_crop>},
    {"test_center_crop_pad_pad", 1, check_published<test_center_crop_pad_pad>},
    {"test_center_crop_pad_crop_and_pad", 1, check_published<test_center_crop_pad_crop_and_pad>},
    {"test_center_crop_pad_crop_axes_hwc", 1, check_published<test_center_crop_pad_crop_axes_hwc>},
    {"test_center_crop_pad_crop_negative_axes_hwc", 1, check_published<test_center_crop_pad_crop_axes_hwc>},
    {"test_center_crop_pad_crop_axes_chw", 1, check_published<test_center_crop_pad_crop_axes_hwc>},
    {"test_depthtospace_example", 1, check_published<test_depthtospace_example>},
    {"test_depthtospace_crd_mode_example", 1, check_published<test_depthtospace_crd_mode_example>},
    {"test_flatten_axis0", 1, check_published<test_flatten_axis0>},
    {"test_flatten_axis1", 2, check_published<test_flatten_axis1>},
    {"test_flatten_axis2", 6, check_published<test_flatten_axis2>},
    {"test_flatten_axis3", 24, check_published<test_flatten_axis3>},
    {"test_flatten_default_axis", 5, check_published<test_flatten_default_axis>},
    {"test_flatten_negative_axis4", 1, check_published<test_flatten_axis0>},
    {"test_flatten_negative_axis3", 2, check_published<test_flatten_negative_axis3>},
    {"test_flatten_negative_axis2", 6, check_published<test_flatten_axis2>},
    {"test_flatten_negative_axis1", 24, check_published<test_flatten_axis3>},
    {"test_constant_pad", 1, check_published<test_constant_pad>},
    {"test_constant_pad_axes", 1, check_published<test_constant_pad_axes>},
    {"test_constant_pad_negative_axes", 1, check_published<test_constant_pad_axes>},
    {"test_reshape_reordered_all_dims", 1, check_published<test_reshape_reordered_all_dims>},
    {"test_reshape_reordered_last_dims", 1, check_published<test_reshape_reordered_last_dims>},
    {"test_reshape_reduced_dims", 1, check_published<test_reshape_reduced_dims>},
    {"test_reshape_extended_dims", 2, check_published<test_reshape_extended_dims>},
    {"test_reshape_one_dim", 1, check_published<test_reshape_one_dim>},
    {"test_reshape_negative_dim", 1, check_published<test_reshape_negative_dim>},
    {"test_reshape_negative_extended_dims", 1, check_published<test_reshape_negative_extended_dims>},
    {"test_reshape_zero_dim", 1, check_published<test_reshape_negative_extended_dims>},
    {"test_reshape_zero_and_negative_dim", 1, check_published<test_reshape_negative_extended_dims>},
    {"test_resize_upsample_scales_nearest", 1, check_published<test_resize_upsample_scales_nearest>},
    {"test_resize_upsample_scales_linear", 1, check_published<test_resize_upsample_scales_linear>},
    {"test_resize_upsample_scales_linear_align_corners", 1,
     check_published<test_resize_upsample_scales_linear_align_corners>},
    {"test_resize_upsample_scales_nearest_axes_2_3", 1, check_published<test_resize_upsample_scales_nearest>},
    {"test_resize_upsample_scales_nearest_axes_3_2", 1, check_published<test_resize_upsample_scales_nearest>},
    {"test_resize_upsample_sizes_nearest_not_smaller", 1,
     check_published<test_resize_upsample_sizes_nearest_not_smaller>},
    {"test_slice", 1, check_published<test_slice>},
    {"test_slice_neg", 1, check_published<test_slice_neg>},
    {"test_slice_end_out_of_bounds", 1, check_published<test_slice_end_out_of_bounds>},
    {"test_slice_default_axes", 1, check_published<test_slice_default_axes>},
    {"test_slice_default_steps", 1, check_published<test_slice_default_axes>},
    {"test_slice_negative_axes", 1, check_published<test_slice_default_axes>},
    {"test_spacetodepth", 2, check_published<test_spacetodepth>},
    {"test_spacetodepth_example", 1, check_published<test_spacetodepth_example>},
    {"test_spacetodepth_dcr_mode_example", 1, check_published<test_spacetodepth_dcr_mode_example>},
    {"test_spacetodepth_crd_mode_example", 1, check_published<test_spacetodepth_crd_mode_example>},
    {"test_split_equal_parts_1d_opset13", 1, check_published<test_split_equal_parts_1d_opset13>},
    {"test_split_variable_parts_1d_opset13", 1, check_published<test_split_variable_parts_1d_opset13>},
    {"test_split_equal_parts_2d_opset13", 1, check_published<test_split_equal_parts_2d_opset13>},
    {"test_split_variable_parts_2d_opset13", 1, check_published<test_split_variable_parts_2d_opset13>},
    {"test_split_equal_parts_default_axis_opset13", 1, check_published<test_split_equal_parts_1d_opset13>},
    {"test_split_variable_parts_default_axis_opset13", 1, check_published<test_split_variable_parts_1d_opset13>},
    {"test_split_equal_parts_1d_opset18", 1, check_published<test_split_equal_parts_1d_opset13>},
    {"test_split_variable_parts_1d_opset18", 1, check_published<test_split_variable_parts_1d_opset13>},
    {"test_split_equal_parts_2d", 1, check_published<test_split_equal_parts_2d_opset13>},
    {"test_split_variable_parts_2d_opset18", 1, check_published<test_split_variable_parts_2d_opset13>},
    {"test_split_equal_parts_default_axis_opset18", 1, check_published<test_split_equal_parts_1d_opset13>},
    {"test_split_variable_parts_default_axis_opset18", 1, check_published<test_split_variable_parts_1d_opset13>},
    {"test_split_1d_uneven_split_opset18", 1, check_published<test_split_1d_uneven_split_opset18>},
    {"test_split_2d_uneven_split_opset18", 1, check_published<test_split_2d_uneven_split_opset18>},
    {"test_squeeze", 1, check_published<test_squeeze>},
    {"test_squeeze_negative_axes", 1, check_published<test_squeeze_negative_axes>},
    {"test_transpose_default", 1, check_published<test_transpose_default>},
    {"test_transpose_all_permutations_0", 1, check_published<test_transpose_all_permutations_0>},
    {"test_transpose_all_permutations_1", 1, check_published<test_transpose_all_permutations_1>},
    {"test_transpose_all_permutations_2", 1, check_published<test_transpose_all_permutations_2>},
    {"test_transpose_all_permutations_3", 1, check_published<test_transpose_all_permutations_3>},
    {"test_transpose_all_permutations_4", 1, check_published<test_transpose_all_permutations_4>},
    {"test_transpose_all_permutations_5", 1, check_published<test_transpose_default>},
    {"test_unsqueeze_axis_0", 1, check_published<test_squeeze>},
    {"test_unsqueeze_axis_1", 1, check_published<test_squeeze>},
    {"test_unsqueeze_axis_2", 1, check_published<test_squeeze>},
    {"test_unsqueeze_two_axes", 1, check_published<test_squeeze>},
    {"test_unsqueeze_three_axes", 1, check_published<test_squeeze>},
    {"test_unsqueeze_unsorted_axes", 1, check_published<test_squeeze>},
    {"test_unsqueeze_negative_axes", 1, check_published<test_unsqueeze_negative_axes>},
    {"test_upsample_nearest", 1, check_published<test_resize_upsample_scales_nearest>},
    {"pytorch-converted/test_ConstantPad2d", 2, check_published<test_ConstantPad2d>},
    {"pytorch-converted/test_PixelShuffle", 1, check_published<test_PixelShuffle>},
    {"pytorch-converted/test_ZeroPad2d", 2, check_published<test_ZeroPad2d>},
    {"pytorch-operator/test_operator_chunk", 1, check_published<test_operator_chunk>},
    {"pytorch-operator/test_operator_flatten", 1, check_published<test_operator_flatten>},
    {"pytorch-operator/test_operator_view", 1, check_published<test_operator_view>},
};

TEST_CASE("ONNX: moves") {
    for (const published_case& row : published_moves) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
