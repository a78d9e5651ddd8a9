// Networks of every form: vectors, several outputs, normalisations between, many joins, batches.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most a few hundred terms

constexpr auto lenet = input(20, 20, 1) | conv<5, 5>(6) | relu() | maxpool<2>() | conv<3, 3>(10, {.pad = 1}) | relu() |
                       maxpool<2>() | flatten() | dense(30) | relu() | dense(10) | softmax();
constexpr auto perceptron = input(50) | dense(37) | relu() | dense(19) | tanh() | dense(3);

TEST_CASE("networks: flattened maps and vectors, and batches of them") {
    test::check_network<lenet>(tight, 3);
    test::check_network<perceptron>(tight, 5);
}

constexpr auto heads = input(12, 11, 4) | conv<3, 3>(8, {.pad = 1}) | relu() |
                       branches(conv<1, 1>(3), maxpool<2>() | branches(conv<1, 1>(5) | sigmoid(), flatten() | dense(2)), identity());
constexpr auto same_twice = input(4, 5, 3) | relu() | branches(identity(), identity(), conv<1, 1>(2));
constexpr auto only_input = input(3, 4, 5) | branches(identity(), flatten());

TEST_CASE("networks: several outputs") {
    test::check_network<heads>(tight, 2);
    test::check_network<same_twice>(tight, 2);
    test::check_network<only_input>(tight);
}

constexpr auto normed = input(11, 12, 5) | conv<3, 3>(8, {.pad = 1}) | layernorm() | relu() | conv<1, 1>(12) |
                        local_response_norm(3, {.alpha = 0.1f}) | maxpool<3>({.stride = 2}) | groupnorm(3) | relu() |
                        depthwise<3>({.pad = 1}) | instancenorm() | conv<1, 1>(6) | softmax();
constexpr auto detector = input(10, 10, 4) | conv<3, 3>(16, {.pad = 1}) | relu() |
                          branches(l2norm() | scale() | conv<3, 3>(5, {.pad = 1}), conv<1, 1>(3) | log_softmax());

TEST_CASE("networks: normalisations between") {
    test::check_network<normed>(5e-5);  // four normalisations raise what is lost before
    test::check_network<detector>(tight);
}

constexpr auto many_branches = input(8, 9, 6) | relu() |
                               branches(conv<1, 1>(), relu(), conv<3, 3>({.pad = 1}), identity(), sigmoid(), batchnorm(), tanh()) |
                               add() | relu() | residual<maximum>(conv<1, 1>(), conv<1, 1>() | relu());
constexpr auto joined_chain = input(9, 7, 5) | conv<3, 3>(6, {.pad = 1}) | residual(relu()) | residual<mul>(conv<1, 1>() | tanh()) |
                              residual(maxpool<3>({.stride = 1, .pad = 1}), conv<1, 1>()) | residual<minimum>(identity(), identity()) |
                              residual(global_avgpool() | conv<1, 1>()) | global_maxpool() | residual(conv<1, 1>());

TEST_CASE("networks: many joins") {
    test::check_network<many_branches>(tight);
    test::check_network<joined_chain>(tight);
}

}  // namespace
