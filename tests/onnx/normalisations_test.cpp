// ONNX's published cases of normalisations, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/groupnorm.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/l2norm.hpp>
#include <fusenet/layers/layernorm.hpp>
#include <fusenet/layers/local_response_norm.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/rmsnorm.hpp>
#include <fusenet/layers/softmax.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_group_normalization_example = input(2, 2, 4) | groupnorm(2, {.epsilon = 1e-05f});
constexpr auto test_group_normalization_epsilon = input(2, 2, 4) | groupnorm(2, {.epsilon = 0.01f});
constexpr auto test_instancenorm_example = input(1, 3, 2) | instancenorm({.epsilon = 1e-05f});
constexpr auto test_instancenorm_epsilon = input(4, 5, 3) | instancenorm({.epsilon = 0.01f});
constexpr auto test_layer_normalization_4d_axis0 = input(120) | layernorm({.epsilon = 1e-05f});
constexpr auto test_layer_normalization_4d_axis1 = input(60) | layernorm({.epsilon = 1e-05f});
constexpr auto test_layer_normalization_4d_axis2 = input(20) | layernorm({.epsilon = 1e-05f});
constexpr auto test_layer_normalization_4d_axis3 = input(3, 4, 5) | layernorm({.epsilon = 1e-05f});
constexpr auto test_layer_normalization_2d_axis0 = input(12) | layernorm({.epsilon = 1e-05f});
constexpr auto test_layer_normalization_2d_axis1 = input(3, 4) | layernorm({.epsilon = 1e-05f});
constexpr auto test_layer_normalization_3d_axis0_epsilon = input(30) | layernorm({.epsilon = 0.1f});
constexpr auto test_layer_normalization_3d_axis1_epsilon = input(15) | layernorm({.epsilon = 0.1f});
constexpr auto test_layer_normalization_3d_axis2_epsilon = input(2, 3, 5) | layernorm({.epsilon = 0.1f});
constexpr auto test_logsoftmax_example_1 = input(1, 3) | log_softmax();
constexpr auto test_logsoftmax_large_number = input(2, 4) | log_softmax();
constexpr auto test_logsoftmax_axis_0 = input(4, 5, 3) | log_softmax();
constexpr auto test_logsoftmax_axis_1 = input(3, 5, 4) | log_softmax();
constexpr auto test_logsoftmax_axis_2 = input(3, 4, 5) | log_softmax();
constexpr auto test_l2normalization_axis_0 = input(2, 3, 2) | l2norm();
constexpr auto test_l2normalization_axis_1 = input(2, 2) | l2norm();
constexpr auto test_lpnormalization_default = input(2, 2, 3) | l2norm();
constexpr auto test_lrn = input(5, 5, 5) | local_response_norm(3, {.alpha = 0.0002f, .beta = 0.5f, .k = 2});
constexpr auto test_lrn_default = input(5, 5, 5) | local_response_norm(3, {.alpha = 1e-04f, .beta = 0.75f, .k = 1});
constexpr auto test_rms_normalization_4d_axis0 = input(120) | rmsnorm({.epsilon = 1e-05f});
constexpr auto test_rms_normalization_4d_axis1 = input(60) | rmsnorm({.epsilon = 1e-05f});
constexpr auto test_rms_normalization_4d_axis2 = input(20) | rmsnorm({.epsilon = 1e-05f});
constexpr auto test_rms_normalization_4d_axis3 = input(3, 4, 5) | rmsnorm({.epsilon = 1e-05f});
constexpr auto test_rms_normalization_2d_axis0 = input(12) | rmsnorm({.epsilon = 1e-05f});
constexpr auto test_rms_normalization_2d_axis1 = input(3, 4) | rmsnorm({.epsilon = 1e-05f});
constexpr auto test_rms_normalization_3d_axis0_epsilon = input(30) | rmsnorm({.epsilon = 0.1f});
constexpr auto test_rms_normalization_3d_axis1_epsilon = input(15) | rmsnorm({.epsilon = 0.1f});
constexpr auto test_rms_normalization_3d_axis2_epsilon = input(2, 3, 5) | rmsnorm({.epsilon = 0.1f});
constexpr auto test_softmax_example = input(1, 3) | softmax();
constexpr auto test_softmax_large_number = input(2, 4) | softmax();
constexpr auto test_softmax_axis_0 = input(4, 5, 3) | softmax();
constexpr auto test_softmax_axis_1 = input(3, 5, 4) | softmax();
constexpr auto test_softmax_axis_2 = input(3, 4, 5) | softmax();
constexpr auto test_LogSoftmax = input(10, 20) | log_softmax();
constexpr auto test_Softmax = input(10, 20) | softmax();
constexpr auto test_Softmin = input(10, 20) | map([]<class V>(V x) { return -x; }) | softmax();
constexpr auto test_log_softmax_lastdim = input(2, 128) | log_softmax();
constexpr auto test_softmax_lastdim = input(2, 128) | softmax();
constexpr auto test_operator_symbolic_override = input(32, 32, 10) | instancenorm({.epsilon = 1e-09f});

constexpr published_case published_normalisations[] = {
    {"test_group_normalization_example", 3, check_published<test_group_normalization_example>},
    {"test_group_normalization_epsilon", 3, check_published<test_group_normalization_epsilon>},
    {"test_instancenorm_example", 1, check_published<test_instancenorm_example>},
    {"test_instancenorm_epsilon", 2, check_published<test_instancenorm_epsilon>},
    {"test_layer_normalization_4d_axis0", 1, check_published<test_layer_normalization_4d_axis0>},
    {"test_layer_normalization_4d_axis_negative_4", 1, check_published<test_layer_normalization_4d_axis0>},
    {"test_layer_normalization_4d_axis1", 2, check_published<test_layer_normalization_4d_axis1>},
    {"test_layer_normalization_4d_axis_negative_3", 2, check_published<test_layer_normalization_4d_axis1>},
    {"test_layer_normalization_4d_axis2", 6, check_published<test_layer_normalization_4d_axis2>},
    {"test_layer_normalization_4d_axis_negative_2", 6, check_published<test_layer_normalization_4d_axis2>},
    {"test_layer_normalization_4d_axis3", 2, check_published<test_layer_normalization_4d_axis3>},
    {"test_layer_normalization_4d_axis_negative_1", 2, check_published<test_layer_normalization_4d_axis3>},
    {"test_layer_normalization_default_axis", 2, check_published<test_layer_normalization_4d_axis3>},
    {"test_layer_normalization_2d_axis0", 1, check_published<test_layer_normalization_2d_axis0>},
    {"test_layer_normalization_2d_axis_negative_2", 1, check_published<test_layer_normalization_2d_axis0>},
    {"test_layer_normalization_2d_axis1", 1, check_published<test_layer_normalization_2d_axis1>},
    {"test_layer_normalization_2d_axis_negative_1", 1, check_published<test_layer_normalization_2d_axis1>},
    {"test_layer_normalization_3d_axis0_epsilon", 1, check_published<test_layer_normalization_3d_axis0_epsilon>},
    {"test_layer_normalization_3d_axis_negative_3_epsilon", 1,
     check_published<test_layer_normalization_3d_axis0_epsilon>},
    {"test_layer_normalization_3d_axis1_epsilon", 2, check_published<test_layer_normalization_3d_axis1_epsilon>},
    {"test_layer_normalization_3d_axis_negative_2_epsilon", 2,
     check_published<test_layer_normalization_3d_axis1_epsilon>},
    {"test_layer_normalization_3d_axis2_epsilon", 1, check_published<test_layer_normalization_3d_axis2_epsilon>},
    {"test_layer_normalization_3d_axis_negative_1_epsilon", 1,
     check_published<test_layer_normalization_3d_axis2_epsilon>},
    {"test_logsoftmax_example_1", 1, check_published<test_logsoftmax_example_1>},
    {"test_logsoftmax_large_number", 1, check_published<test_logsoftmax_large_number>},
    {"test_logsoftmax_axis_0", 1, check_published<test_logsoftmax_axis_0>},
    {"test_logsoftmax_axis_1", 1, check_published<test_logsoftmax_axis_1>},
    {"test_logsoftmax_axis_2", 1, check_published<test_logsoftmax_axis_2>},
    {"test_logsoftmax_negative_axis", 1, check_published<test_logsoftmax_axis_2>},
    {"test_logsoftmax_default_axis", 1, check_published<test_logsoftmax_axis_2>},
    {"test_l2normalization_axis_0", 1, check_published<test_l2normalization_axis_0>},
    {"test_l2normalization_axis_1", 1, check_published<test_l2normalization_axis_1>},
    {"test_lpnormalization_default", 1, check_published<test_lpnormalization_default>},
    {"test_lrn", 5, check_published<test_lrn>},
    {"test_lrn_default", 5, check_published<test_lrn_default>},
    {"test_rms_normalization_4d_axis0", 1, check_published<test_rms_normalization_4d_axis0>},
    {"test_rms_normalization_4d_axis_negative_4", 1, check_published<test_rms_normalization_4d_axis0>},
    {"test_rms_normalization_4d_axis1", 2, check_published<test_rms_normalization_4d_axis1>},
    {"test_rms_normalization_4d_axis_negative_3", 2, check_published<test_rms_normalization_4d_axis1>},
    {"test_rms_normalization_4d_axis2", 6, check_published<test_rms_normalization_4d_axis2>},
    {"test_rms_normalization_4d_axis_negative_2", 6, check_published<test_rms_normalization_4d_axis2>},
    {"test_rms_normalization_4d_axis3", 2, check_published<test_rms_normalization_4d_axis3>},
    {"test_rms_normalization_4d_axis_negative_1", 2, check_published<test_rms_normalization_4d_axis3>},
    {"test_rms_normalization_default_axis", 2, check_published<test_rms_normalization_4d_axis3>},
    {"test_rms_normalization_2d_axis0", 1, check_published<test_rms_normalization_2d_axis0>},
    {"test_rms_normalization_2d_axis_negative_2", 1, check_published<test_rms_normalization_2d_axis0>},
    {"test_rms_normalization_2d_axis1", 1, check_published<test_rms_normalization_2d_axis1>},
    {"test_rms_normalization_2d_axis_negative_1", 1, check_published<test_rms_normalization_2d_axis1>},
    {"test_rms_normalization_3d_axis0_epsilon", 1, check_published<test_rms_normalization_3d_axis0_epsilon>},
    {"test_rms_normalization_3d_axis_negative_3_epsilon", 1, check_published<test_rms_normalization_3d_axis0_epsilon>},
    {"test_rms_normalization_3d_axis1_epsilon", 2, check_published<test_rms_normalization_3d_axis1_epsilon>},
    {"test_rms_normalization_3d_axis_negative_2_epsilon", 2, check_published<test_rms_normalization_3d_axis1_epsilon>},
    {"test_rms_normalization_3d_axis2_epsilon", 1, check_published<test_rms_normalization_3d_axis2_epsilon>},
    {"test_rms_normalization_3d_axis_negative_1_epsilon", 1, check_published<test_rms_normalization_3d_axis2_epsilon>},
    {"test_softmax_example", 1, check_published<test_softmax_example>},
    {"test_softmax_large_number", 1, check_published<test_softmax_large_number>},
    {"test_softmax_axis_0", 1, check_published<test_softmax_axis_0>},
    {"test_softmax_axis_1", 1, check_published<test_softmax_axis_1>},
    {"test_softmax_axis_2", 1, check_published<test_softmax_axis_2>},
    {"test_softmax_negative_axis", 1, check_published<test_softmax_axis_2>},
    {"test_softmax_default_axis", 1, check_published<test_softmax_axis_2>},
    {"pytorch-converted/test_LogSoftmax", 1, check_published<test_LogSoftmax>},
    {"pytorch-converted/test_Softmax", 1, check_published<test_Softmax>},
    {"pytorch-converted/test_Softmin", 1, check_published<test_Softmin>},
    {"pytorch-converted/test_log_softmax_dim3", 2, check_published<test_logsoftmax_axis_2>},
    {"pytorch-converted/test_log_softmax_lastdim", 1, check_published<test_log_softmax_lastdim>},
    {"pytorch-converted/test_softmax_functional_dim3", 2, check_published<test_softmax_axis_2>},
    {"pytorch-converted/test_softmax_lastdim", 1, check_published<test_softmax_lastdim>},
    {"pytorch-operator/test_operator_symbolic_override", 2, check_published<test_operator_symbolic_override>},
};

TEST_CASE("ONNX: normalisations") {
    for (const published_case& row : published_normalisations) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
