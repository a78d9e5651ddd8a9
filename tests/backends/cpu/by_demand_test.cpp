// Networks in the least memory: nests row by row, by demand, on kernels that know every extent.
#include <fusenet/networks/ds_cnn.hpp>
#include <fusenet/networks/lenet5.hpp>

#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most a few hundred terms
constexpr target low{.l2 = 1 << 30, .least_memory = true};

template <const auto& Net>
void check(double tolerance = tight) {
    parameter_set given = compile<Net, low>::parameters();
    given.randomise(1);
    const std::vector<float> in = test::numbers(2 * planned<Net>::input.size(), 2);
    test::check_model<compile<Net, low>>("by demand", given, in, test::meant<Net, shape{}>(given, in, 2), tolerance);
}

constexpr auto branches = input(21, 17, 3) | conv<3, 3>(10, {.stride = 2, .pad = 1}) | relu() |
                          residual(conv<1, 1>(20) | relu() | depthwise<3, 1>({.pad = {1, 0}}) | conv<1, 1>(10)) |
                          concat(conv<1, 1>(5), conv<3, 3>(6, {.pad = 1})) | relu() | global_avgpool();

constexpr auto windows = input(23, 19, 4) | conv<3, 3>(12, {.pad = 2, .dilation = 2, .groups = 2}) | prelu() |
                         avgpool<3>({.stride = 2, .pad = 1, .count_include_pad = true}) | conv<5, 3>(7, {.stride = {2, 1}, .pad = {2, 1}}) |
                         maxpool<3>({.stride = 2, .ceil_mode = true}) | depthwise<3>({.pad = 1}) | elu() | flatten() | dense(11) |
                         softmax();

constexpr auto others = input(9, 11, 5) | conv<3, 3>(8, {.pad = 1}) | upsample(2) | conv<3, 3>(6, {.stride = 2, .pad = 1}) |
                        layernorm() | conv_transpose<2, 2>(5, {.stride = 2}) | batchnorm() | channel_shuffle(5) |
                        maxpool<2>() | groupnorm(1);

constexpr auto deep = input(40, 6, 3) | repeat<4>(conv<3, 3>(9, {.pad = 1}) | relu() | depthwise<3>({.pad = 1}) | relu()) |
                      global_maxpool() | flatten() | dense(3);

TEST_CASE("by demand: the reference's answers") {
    SUBCASE("branches") { check<branches>(); }
    SUBCASE("windows") { check<windows>(); }
    SUBCASE("others") { check<others>(); }
    SUBCASE("deep") { check<deep>(); }
    SUBCASE("LeNet-5") { check<networks::lenet5>(); }
    SUBCASE("DS-CNN") { check<networks::ds_cnn>(); }
}

// Bands hold the rows that a window needs, and no more; a map that is summed up is never whole.
static_assert(planned<networks::lenet5, microcontroller>::arena_bytes < 6_KiB);
static_assert(planned<networks::ds_cnn, microcontroller>::arena_bytes < 22_KiB);
static_assert(planned<deep, microcontroller>::nest_at<0>.partial_rows() == 1);

template <int T>
constexpr int rows_of_band() {
    return planned<deep, microcontroller>::nest_at<0>.tensors[T].rows;
}
static_assert(rows_of_band<1>() == 3 && rows_of_band<2>() == 3);

/// Of events that were tampered with the check must not be content.
TEST_CASE("by demand: a band that is too low is found") {
    auto n = planned<deep, microcontroller>::nest_at<0>;
    CHECK(!nest::verify_demand(n, 0).found());
    --n.tensors[1].rows;
    CHECK(nest::verify_demand(n, 0).found());
}

}  // namespace
