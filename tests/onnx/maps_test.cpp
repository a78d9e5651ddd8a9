// ONNX's published cases of maps, as networks. Written by tools/onnx_cases.py: change that instead.
// needs: json
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/elu.hpp>
#include <fusenet/layers/gelu.hpp>
#include <fusenet/layers/hard_sigmoid.hpp>
#include <fusenet/layers/hard_swish.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/leaky_relu.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/mish.hpp>
#include <fusenet/layers/prelu.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/sigmoid.hpp>
#include <fusenet/layers/silu.hpp>
#include <fusenet/layers/softplus.hpp>
#include <fusenet/layers/tanh.hpp>

#include "published_case.hpp"

namespace fusenet::test {
namespace {

constexpr auto test_abs = input(3, 4, 5) | map([]<class V>(V x) { return abs(x); });
constexpr auto test_batchnorm_example = input(4, 5, 3) | batchnorm({.epsilon = 1e-05f});
constexpr auto test_batchnorm_epsilon = input(4, 5, 3) | batchnorm({.epsilon = 0.01f});
constexpr auto test_celu =
    input(3, 3, 1) | map([]<class V>(V x) { return max(x, V(0)) + min(V(0), V(2) * expm1(x / V(2))); });
constexpr auto test_clip_example = input(3) | clip(-1, 1);
constexpr auto test_clip = input(3, 4, 5) | clip(-1, 1);
constexpr auto test_clip_inbounds = input(3) | clip(-5, 5);
constexpr auto test_clip_default_min = input(3, 4, 5) | clip(0, std::numeric_limits<float>::max());
constexpr auto test_clip_default_max = input(3, 4, 5) | clip(std::numeric_limits<float>::lowest(), 0);
constexpr auto test_clip_default_inbounds =
    input(3) | clip(std::numeric_limits<float>::lowest(), std::numeric_limits<float>::max());
constexpr auto test_dropout_default = input(3, 4, 5) | dropout(0.5f);
constexpr auto test_dropout_default_ratio = input(3, 4, 5) | dropout(0.1f);
constexpr auto test_training_dropout_zero_ratio = input(3, 4, 5) | dropout(0);
constexpr auto test_dropout_default_old = input(3) | dropout(0.5f);
constexpr auto test_dropout_random_old = input(3, 4, 5) | dropout(0.2f);
constexpr auto test_elu_example = input(3) | elu(2);
constexpr auto test_elu = input(3, 4, 5) | elu(2);
constexpr auto test_elu_default = input(3, 4, 5) | elu(1);
constexpr auto test_erf = input(3, 32, 32) | map([]<class V>(V x) { return erf(x); });
constexpr auto test_exp_example = input(3) | map([]<class V>(V x) { return exp(x); });
constexpr auto test_exp = input(3, 4, 5) | map([]<class V>(V x) { return exp(x); });
constexpr auto test_gelu_tanh_1 = input(3) | gelu_tanh();
constexpr auto test_gelu_tanh_2 = input(3, 4, 5) | gelu_tanh();
constexpr auto test_gelu_default_1 = input(3) | gelu();
constexpr auto test_gelu_default_2 = input(3, 4, 5) | gelu();
constexpr auto test_hardsigmoid_example = input(3) | hard_sigmoid({.slope = 0.5f, .shift = 0.6f});
constexpr auto test_hardsigmoid = input(3, 4, 5) | hard_sigmoid({.slope = 0.5f, .shift = 0.6f});
constexpr auto test_hardsigmoid_default = input(3, 4, 5) | hard_sigmoid({.slope = 0.2f, .shift = 0.5f});
constexpr auto test_hardswish = input(3, 4, 5) | hard_swish();
constexpr auto test_identity = input(1, 2, 2) | dropout(0);
constexpr auto test_leakyrelu_example = input(3) | leaky_relu(0.1f);
constexpr auto test_leakyrelu = input(3, 4, 5) | leaky_relu(0.1f);
constexpr auto test_leakyrelu_default = input(3, 4, 5) | leaky_relu(0.01f);
constexpr auto test_log_example = input(2) | map([]<class V>(V x) { return log(x); });
constexpr auto test_log = input(3, 4, 5) | map([]<class V>(V x) { return log(x); });
constexpr auto test_mish = input(10000) | mish();
constexpr auto test_neg_example = input(2) | map([]<class V>(V x) { return -x; });
constexpr auto test_neg = input(3, 4, 5) | map([]<class V>(V x) { return -x; });
constexpr auto test_prelu_example = input(60) | prelu();
constexpr auto test_prelu_broadcast = input(3, 4, 5) | prelu();
constexpr auto test_reciprocal_example = input(2) | map([]<class V>(V x) { return V(1) / x; });
constexpr auto test_reciprocal = input(3, 4, 5) | map([]<class V>(V x) { return V(1) / x; });
constexpr auto test_relu = input(3, 4, 5) | relu();
constexpr auto test_selu_example = input(3) | selu({.alpha = 2, .gain = 3});
constexpr auto test_selu = input(3, 4, 5) | selu({.alpha = 2, .gain = 3});
constexpr auto test_selu_default = input(3, 4, 5) | selu();
constexpr auto test_shrink_hard =
    input(5) | map([]<class V>(V x) { return select(x < -V(1.5f), x + V(0), select(x > V(1.5f), x - V(0), V(0))); });
constexpr auto test_shrink_soft =
    input(5) |
    map([]<class V>(V x) { return select(x < -V(1.5f), x + V(1.5f), select(x > V(1.5f), x - V(1.5f), V(0))); });
constexpr auto test_sigmoid_example = input(3) | sigmoid();
constexpr auto test_sigmoid = input(3, 4, 5) | sigmoid();
constexpr auto test_softplus_example = input(3) | softplus();
constexpr auto test_softplus = input(3, 4, 5) | softplus();
constexpr auto test_softsign_example = input(3) | map([]<class V>(V x) { return x / (abs(x) + V(1)); });
constexpr auto test_softsign = input(3, 4, 5) | map([]<class V>(V x) { return x / (abs(x) + V(1)); });
constexpr auto test_sqrt_example = input(3) | map([]<class V>(V x) { return sqrt(x); });
constexpr auto test_sqrt = input(3, 4, 5) | map([]<class V>(V x) { return sqrt(x); });
constexpr auto test_swish = input(3) | silu();
constexpr auto test_tanh_example = input(3) | tanh();
constexpr auto test_tanh = input(3, 4, 5) | tanh();
constexpr auto test_thresholdedrelu_example = input(5) | map([]<class V>(V x) { return select(x > V(2), x, V(0)); });
constexpr auto test_thresholdedrelu = input(3, 4, 5) | map([]<class V>(V x) { return select(x > V(2), x, V(0)); });
constexpr auto test_thresholdedrelu_default =
    input(3, 4, 5) | map([]<class V>(V x) { return select(x > V(1), x, V(0)); });
constexpr auto test_BatchNorm1d_3d_input_eval = input(3, 5) | batchnorm({.epsilon = 1e-05f});
constexpr auto test_BatchNorm2d_eval = input(6, 6, 3) | batchnorm({.epsilon = 1e-05f});
constexpr auto test_BatchNorm2d_momentum_eval = input(6, 6, 3) | batchnorm({.epsilon = 0.001f});
constexpr auto test_BatchNorm3d_eval = input(64, 3) | batchnorm({.epsilon = 1e-05f});
constexpr auto test_BatchNorm3d_momentum_eval = input(64, 3) | batchnorm({.epsilon = 0.001f});
constexpr auto test_ELU = input(3, 2, 5) | elu(2);
constexpr auto test_LeakyReLU = input(3, 2, 5) | leaky_relu(0.01f);
constexpr auto test_LeakyReLU_with_negval = input(3, 2, 5) | leaky_relu(0.5f);
constexpr auto test_PReLU_1d = input(2, 3, 4) | prelu({.single = true});
constexpr auto test_PReLU_1d_multiparam = input(4, 3) | prelu();
constexpr auto test_PReLU_2d = input(3, 4, 5) | prelu({.single = true});
constexpr auto test_PReLU_2d_multiparam = input(4, 5, 3) | prelu();
constexpr auto test_PReLU_3d = input(360) | prelu({.single = true});
constexpr auto test_PReLU_3d_multiparam = input(120, 3) | prelu();
constexpr auto test_SELU = input(3, 2, 5) | selu();
constexpr auto test_Softplus = input(10, 20) | softplus();
constexpr auto test_operator_clip = input(3, 4) | clip(-0.5f, 0.5f);
constexpr auto test_operator_exp = input(3, 4) | map([]<class V>(V x) { return exp(x); });
constexpr auto test_operator_selu = input(2, 3, 4) | selu();
constexpr auto test_operator_sqrt = input(3, 4) | map([]<class V>(V x) { return sqrt(x); });
constexpr auto test_single_relu_model = input(1, 2) | relu();

constexpr published_case published_maps[] = {
    {"test_abs", 1, check_published<test_abs>},
    {"test_batchnorm_example", 2, check_published<test_batchnorm_example>},
    {"test_batchnorm_epsilon", 2, check_published<test_batchnorm_epsilon>},
    {"test_celu", 3, check_published<test_celu>},
    {"test_clip_example", 1, check_published<test_clip_example>},
    {"test_clip", 1, check_published<test_clip>},
    {"test_clip_inbounds", 1, check_published<test_clip_inbounds>},
    {"test_clip_outbounds", 1, check_published<test_clip_inbounds>},
    {"test_clip_splitbounds", 1, check_published<test_clip_inbounds>},
    {"test_clip_default_min", 1, check_published<test_clip_default_min>},
    {"test_clip_default_max", 1, check_published<test_clip_default_max>},
    {"test_clip_default_inbounds", 1, check_published<test_clip_default_inbounds>},
    {"test_clip_default_int8_min", 1, check_published<test_clip_default_min>},
    {"test_clip_default_int8_max", 1, check_published<test_clip_default_max>},
    {"test_clip_default_int8_inbounds", 1, check_published<test_clip_default_inbounds>},
    {"test_dropout_default", 1, check_published<test_dropout_default>},
    {"test_dropout_default_ratio", 1, check_published<test_dropout_default_ratio>},
    {"test_dropout_default_mask", 1, check_published<test_dropout_default>},
    {"test_dropout_default_mask_ratio", 1, check_published<test_dropout_default_ratio>},
    {"test_training_dropout_zero_ratio", 1, check_published<test_training_dropout_zero_ratio>},
    {"test_training_dropout_zero_ratio_mask", 1, check_published<test_training_dropout_zero_ratio>},
    {"test_dropout_default_old", 1, check_published<test_dropout_default_old>},
    {"test_dropout_random_old", 1, check_published<test_dropout_random_old>},
    {"test_elu_example", 1, check_published<test_elu_example>},
    {"test_elu", 1, check_published<test_elu>},
    {"test_elu_default", 1, check_published<test_elu_default>},
    {"test_erf", 1, check_published<test_erf>},
    {"test_exp_example", 1, check_published<test_exp_example>},
    {"test_exp", 1, check_published<test_exp>},
    {"test_gelu_tanh_1", 1, check_published<test_gelu_tanh_1>},
    {"test_gelu_tanh_2", 1, check_published<test_gelu_tanh_2>},
    {"test_gelu_default_1", 1, check_published<test_gelu_default_1>},
    {"test_gelu_default_2", 1, check_published<test_gelu_default_2>},
    {"test_hardsigmoid_example", 1, check_published<test_hardsigmoid_example>},
    {"test_hardsigmoid", 1, check_published<test_hardsigmoid>},
    {"test_hardsigmoid_default", 1, check_published<test_hardsigmoid_default>},
    {"test_hardswish", 1, check_published<test_hardswish>},
    {"test_identity", 1, check_published<test_identity>},
    {"test_leakyrelu_example", 1, check_published<test_leakyrelu_example>},
    {"test_leakyrelu", 1, check_published<test_leakyrelu>},
    {"test_leakyrelu_default", 1, check_published<test_leakyrelu_default>},
    {"test_log_example", 1, check_published<test_log_example>},
    {"test_log", 1, check_published<test_log>},
    {"test_mish", 1, check_published<test_mish>},
    {"test_neg_example", 1, check_published<test_neg_example>},
    {"test_neg", 1, check_published<test_neg>},
    {"test_prelu_example", 1, check_published<test_prelu_example>},
    {"test_prelu_broadcast", 1, check_published<test_prelu_broadcast>},
    {"test_reciprocal_example", 1, check_published<test_reciprocal_example>},
    {"test_reciprocal", 1, check_published<test_reciprocal>},
    {"test_relu", 1, check_published<test_relu>},
    {"test_selu_example", 1, check_published<test_selu_example>},
    {"test_selu", 1, check_published<test_selu>},
    {"test_selu_default", 1, check_published<test_selu_default>},
    {"test_shrink_hard", 1, check_published<test_shrink_hard>},
    {"test_shrink_soft", 1, check_published<test_shrink_soft>},
    {"test_sigmoid_example", 1, check_published<test_sigmoid_example>},
    {"test_sigmoid", 1, check_published<test_sigmoid>},
    {"test_softplus_example", 1, check_published<test_softplus_example>},
    {"test_softplus", 1, check_published<test_softplus>},
    {"test_softsign_example", 1, check_published<test_softsign_example>},
    {"test_softsign", 1, check_published<test_softsign>},
    {"test_sqrt_example", 1, check_published<test_sqrt_example>},
    {"test_sqrt", 1, check_published<test_sqrt>},
    {"test_swish", 1, check_published<test_swish>},
    {"test_tanh_example", 1, check_published<test_tanh_example>},
    {"test_tanh", 1, check_published<test_tanh>},
    {"test_thresholdedrelu_example", 1, check_published<test_thresholdedrelu_example>},
    {"test_thresholdedrelu", 1, check_published<test_thresholdedrelu>},
    {"test_thresholdedrelu_default", 1, check_published<test_thresholdedrelu_default>},
    {"pytorch-converted/test_BatchNorm1d_3d_input_eval", 4, check_published<test_BatchNorm1d_3d_input_eval>},
    {"pytorch-converted/test_BatchNorm2d_eval", 2, check_published<test_BatchNorm2d_eval>},
    {"pytorch-converted/test_BatchNorm2d_momentum_eval", 2, check_published<test_BatchNorm2d_momentum_eval>},
    {"pytorch-converted/test_BatchNorm3d_eval", 2, check_published<test_BatchNorm3d_eval>},
    {"pytorch-converted/test_BatchNorm3d_momentum_eval", 2, check_published<test_BatchNorm3d_momentum_eval>},
    {"pytorch-converted/test_ELU", 1, check_published<test_ELU>},
    {"pytorch-converted/test_LeakyReLU", 1, check_published<test_LeakyReLU>},
    {"pytorch-converted/test_LeakyReLU_with_negval", 1, check_published<test_LeakyReLU_with_negval>},
    {"pytorch-converted/test_PReLU_1d", 1, check_published<test_PReLU_1d>},
    {"pytorch-converted/test_PReLU_1d_multiparam", 2, check_published<test_PReLU_1d_multiparam>},
    {"pytorch-converted/test_PReLU_2d", 2, check_published<test_PReLU_2d>},
    {"pytorch-converted/test_PReLU_2d_multiparam", 2, check_published<test_PReLU_2d_multiparam>},
    {"pytorch-converted/test_PReLU_3d", 2, check_published<test_PReLU_3d>},
    {"pytorch-converted/test_PReLU_3d_multiparam", 2, check_published<test_PReLU_3d_multiparam>},
    {"pytorch-converted/test_ReLU", 2, check_published<test_relu>},
    {"pytorch-converted/test_SELU", 1, check_published<test_SELU>},
    {"pytorch-converted/test_Sigmoid", 2, check_published<test_sigmoid>},
    {"pytorch-converted/test_Softplus", 1, check_published<test_Softplus>},
    {"pytorch-converted/test_Tanh", 2, check_published<test_tanh>},
    {"pytorch-operator/test_operator_clip", 1, check_published<test_operator_clip>},
    {"pytorch-operator/test_operator_exp", 1, check_published<test_operator_exp>},
    {"pytorch-operator/test_operator_selu", 1, check_published<test_operator_selu>},
    {"pytorch-operator/test_operator_sqrt", 1, check_published<test_operator_sqrt>},
    {"simple/test_shrink", 1, check_published<test_shrink_soft>},
    {"simple/test_single_relu_model", 1, check_published<test_single_relu_model>},
};

TEST_CASE("ONNX: maps") {
    for (const published_case& row : published_maps) row.check(row);
}

}  // namespace
}  // namespace fusenet::test
