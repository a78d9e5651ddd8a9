// ONNX's published cases of joins, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/bias.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/maximum.hpp>
#include <fusenet/layers/mul.hpp>
#include <fusenet/layers/reshape.hpp>
#include <fusenet/layers/scale.hpp>
#include <fusenet/layers/sigmoid.hpp>
#include <fusenet/layers/silu.hpp>
#include <fusenet/layers/slice.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_add = input(3, 4, 10) | branches(slice(0, 5), slice(5, 5)) | add();
constexpr auto test_add_bcast_0 = input(65) | branches(slice(0, 60) | reshape(3, 4, 5), slice(60, 5)) | add();
constexpr auto test_add_bcast_1 = input(3, 4, 5) | bias();
constexpr auto test_concat_1d_axis_0 = input(4) | concat(slice(2, 2), slice(0, 2));
constexpr auto test_concat_2d_axis_0 = input(2, 4) | concat(slice(2, 2), slice(0, 2));
constexpr auto test_concat_3d_axis_0 = input(2, 2, 4) | concat(slice(2, 2), slice(0, 2));
constexpr auto test_max_example = input(9) | branches(slice(0, 3), slice(3, 3), slice(6, 3)) | maximum();
constexpr auto test_max_two_inputs = input(6) | branches(slice(0, 3), slice(3, 3)) | maximum();
constexpr auto test_min_example = input(9) | branches(slice(0, 3), slice(3, 3), slice(6, 3)) | minimum();
constexpr auto test_min_two_inputs = input(6) | branches(slice(0, 3), slice(3, 3)) | minimum();
constexpr auto test_mul_example = input(6) | branches(slice(0, 3), slice(3, 3)) | mul();
constexpr auto test_mul = input(3, 4, 10) | branches(slice(0, 5), slice(5, 5)) | mul();
constexpr auto test_mul_bcast_0 = input(65) | branches(slice(0, 60) | reshape(3, 4, 5), slice(60, 5)) | mul();
constexpr auto test_mul_bcast_1 = input(3, 4, 5) | scale();
constexpr auto test_sum_example = input(9) | branches(slice(0, 3), slice(3, 3), slice(6, 3)) | add();
constexpr auto test_sum_two_inputs = input(6) | branches(slice(0, 3), slice(3, 3)) | add();
constexpr auto test_swiglu = input(2, 8) | branches(slice(0, 4) | silu(), slice(4, 4)) | mul();
constexpr auto test_swiglu_alpha =
    input(2, 8) | branches(slice(0, 4) |
    map([]<class V>(V x) { return x / (V(1) + exp(V(-0.5f) * x)); }), slice(4, 4)) | mul();
constexpr auto test_GLU = input(5, 6) | branches(slice(0, 3), slice(3, 3) | sigmoid()) | mul();
constexpr auto test_GLU_dim = input(5, 7, 6) | branches(slice(0, 3), slice(3, 3) | sigmoid()) | mul();
constexpr auto test_operator_concat2 = input(2, 6) | concat(slice(3, 3), slice(0, 3));
constexpr auto test_operator_max = input(3, 8) | branches(slice(0, 4), slice(4, 4)) | maximum();
constexpr auto test_operator_min = input(3, 8) | branches(slice(0, 4), slice(4, 4)) | minimum();

constexpr published_case published_joins[] = {
    {"test_add", 1, check_published<test_add>},
    {"test_add_int8", 1, check_published<test_add>},
    {"test_add_int16", 1, check_published<test_add>},
    {"test_add_uint8", 1, check_published<test_add>},
    {"test_add_uint16", 1, check_published<test_add>},
    {"test_add_uint32", 1, check_published<test_add>},
    {"test_add_uint64", 1, check_published<test_add>},
    {"test_add_bcast.0", 1, check_published<test_add_bcast_0>},
    {"test_add_bcast.1", 1, check_published<test_add_bcast_1>},
    {"test_concat_1d_axis_0", 1, check_published<test_concat_1d_axis_0>},
    {"test_concat_1d_axis_negative_1", 1, check_published<test_concat_1d_axis_0>},
    {"test_concat_2d_axis_0", 1, check_published<test_concat_2d_axis_0>},
    {"test_concat_2d_axis_1", 1, check_published<test_concat_2d_axis_0>},
    {"test_concat_2d_axis_negative_2", 1, check_published<test_concat_2d_axis_0>},
    {"test_concat_2d_axis_negative_1", 1, check_published<test_concat_2d_axis_0>},
    {"test_concat_3d_axis_0", 1, check_published<test_concat_3d_axis_0>},
    {"test_concat_3d_axis_1", 1, check_published<test_concat_3d_axis_0>},
    {"test_concat_3d_axis_2", 1, check_published<test_concat_3d_axis_0>},
    {"test_concat_3d_axis_negative_3", 1, check_published<test_concat_3d_axis_0>},
    {"test_concat_3d_axis_negative_2", 1, check_published<test_concat_3d_axis_0>},
    {"test_concat_3d_axis_negative_1", 1, check_published<test_concat_3d_axis_0>},
    {"test_max_example", 1, check_published<test_max_example>},
    {"test_max_two_inputs", 1, check_published<test_max_two_inputs>},
    {"test_max_int8", 1, check_published<test_max_two_inputs>},
    {"test_max_int16", 1, check_published<test_max_two_inputs>},
    {"test_max_int32", 1, check_published<test_max_two_inputs>},
    {"test_max_int64", 1, check_published<test_max_two_inputs>},
    {"test_max_uint8", 1, check_published<test_max_two_inputs>},
    {"test_max_uint16", 1, check_published<test_max_two_inputs>},
    {"test_max_uint32", 1, check_published<test_max_two_inputs>},
    {"test_max_uint64", 1, check_published<test_max_two_inputs>},
    {"test_max_float16", 1, check_published<test_max_two_inputs>},
    {"test_max_float32", 1, check_published<test_max_two_inputs>},
    {"test_max_float64", 1, check_published<test_max_two_inputs>},
    {"test_min_example", 1, check_published<test_min_example>},
    {"test_min_two_inputs", 1, check_published<test_min_two_inputs>},
    {"test_min_int8", 1, check_published<test_min_two_inputs>},
    {"test_min_int16", 1, check_published<test_min_two_inputs>},
    {"test_min_int32", 1, check_published<test_min_two_inputs>},
    {"test_min_int64", 1, check_published<test_min_two_inputs>},
    {"test_min_uint8", 1, check_published<test_min_two_inputs>},
    {"test_min_uint16", 1, check_published<test_min_two_inputs>},
    {"test_min_uint32", 1, check_published<test_min_two_inputs>},
    {"test_min_uint64", 1, check_published<test_min_two_inputs>},
    {"test_min_float16", 1, check_published<test_min_two_inputs>},
    {"test_min_float32", 1, check_published<test_min_two_inputs>},
    {"test_min_float64", 1, check_published<test_min_two_inputs>},
    {"test_mul_example", 1, check_published<test_mul_example>},
    {"test_mul", 1, check_published<test_mul>},
    {"test_mul_int8", 1, check_published<test_mul>},
    {"test_mul_int16", 1, check_published<test_mul>},
    {"test_mul_uint8", 1, check_published<test_mul>},
    {"test_mul_uint16", 1, check_published<test_mul>},
    {"test_mul_uint32", 1, check_published<test_mul>},
    {"test_mul_uint64", 1, check_published<test_mul>},
    {"test_mul_bcast.0", 1, check_published<test_mul_bcast_0>},
    {"test_mul_bcast.1", 1, check_published<test_mul_bcast_1>},
    {"test_sum_example", 1, check_published<test_sum_example>},
    {"test_sum_two_inputs", 1, check_published<test_sum_two_inputs>},
    {"test_swiglu", 1, check_published<test_swiglu>},
    {"test_swiglu_alpha", 1, check_published<test_swiglu_alpha>},
    {"pytorch-converted/test_GLU", 1, check_published<test_GLU>},
    {"pytorch-converted/test_GLU_dim", 1, check_published<test_GLU_dim>},
    {"pytorch-operator/test_operator_concat2", 1, check_published<test_operator_concat2>},
    {"pytorch-operator/test_operator_max", 1, check_published<test_operator_max>},
    {"pytorch-operator/test_operator_min", 1, check_published<test_operator_min>},
};

TEST_CASE("ONNX: joins") {
    for (const published_case& row : published_joins) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
