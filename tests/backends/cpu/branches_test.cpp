// Networks whose branches meet in concats and sums: no branch is copied, and the answers are the reference's.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most a few hundred terms

constexpr auto fire(int squeeze, int expand) {
    return conv<1, 1>(squeeze) | relu() |
           concat(conv<1, 1>(expand) | relu(), conv<3, 3>(expand, {.pad = 1}) | relu());
}
constexpr auto fires = input(27, 27, 16) | fire(6, 20) | fire(5, 19) | maxpool<3>({.stride = 2});

constexpr auto inception = input(14, 17, 20) |
                           concat(conv<1, 1>(18) | relu(), conv<1, 1>(9) | relu() | conv<3, 3>(20, {.pad = 1}) | relu(),
                                  conv<1, 1>(3) | relu() | conv<5, 5>(7, {.pad = 2}) | relu(),
                                  maxpool<3>({.stride = 1, .pad = 1}) | conv<1, 1>(5) | relu()) |
                           avgpool<2>();

/// No stage copies: each branch writes its slice.
template <class Plan>
constexpr bool copies_nothing() {
    for (int s = 0; s < Plan::stage_count; ++s)
        if (Plan::stages.stages[s].does == plan::op::copy) return false;
    return true;
}
static_assert(copies_nothing<planned<fires>>());
static_assert(copies_nothing<planned<inception>>());

TEST_CASE("blocks: branches that end in a concat") {
    test::check_network<fires>(tight);
    test::check_network<inception>(tight);
}

constexpr auto basic(int channels) {
    return residual(conv<3, 3>(channels, {.pad = 1, .bias = false}) | batchnorm() | relu() |
                    conv<3, 3>(channels, {.pad = 1, .bias = false}) | batchnorm()) |
           relu();
}
constexpr auto projected(int channels) {
    return residual(conv<3, 3>(channels, {.stride = 2, .pad = 1}) | batchnorm() | relu() | conv<3, 3>(channels, {.pad = 1}),
                    conv<1, 1>(channels, {.stride = 2, .bias = false}) | batchnorm()) |
           relu();
}
constexpr auto residuals = input(18, 15, 5) | conv<3, 3>(8, {.pad = same}) | repeat<2>(basic(8)) | projected(19) | basic(19) |
                           global_avgpool() | flatten() | dense(11);

constexpr auto dense_layer(int growth) {
    return concat(identity(), batchnorm() | relu() | conv<1, 1>(4 * growth) | relu() | conv<3, 3>(growth, {.pad = 1}));
}
constexpr auto dense_blocks = input(16, 12, 3) | conv<3, 3>(10, {.pad = 1}) | repeat<3>(dense_layer(5)) | conv<1, 1>(12) |
                              avgpool<2>() | repeat<2>(dense_layer(7)) | batchnorm() | relu() | global_avgpool();

TEST_CASE("blocks: residual and dense chains") {
    test::check_network<residuals>(5e-5);  // ten layers
    test::check_network<dense_blocks>(5e-5);
}

}  // namespace
