// The blocks that networks are made of: each runs as the nests it should, and gives the reference's answer.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most a few hundred terms

// One loop nest: the map between has a band, or nothing at all.
constexpr auto seed = conv<1, 1>() | relu() | avgpool<13>();
constexpr auto seed_in = shape::image(13, 13, 24);
static_assert(planned<seed, seed_in>::nest_count == 1);
static_assert(planned<seed, seed_in>::arena_bytes < seed_in.size() * 4);  // the convolution's map is never whole

constexpr auto classifier = input(13, 13, 20) | conv<1, 1>(29) | relu() | avgpool<13>() | softmax();

constexpr auto stem = input(37, 41, 3) | conv<7, 7>(24, {.stride = 2, .pad = 3, .bias = false}) | batchnorm() | relu() |
                      maxpool<3>({.stride = 2, .pad = 1});
static_assert(planned<stem>::nest_count == 1);
static_assert(planned<stem>::stage_count == 2);
static_assert(planned<stem, target{.l2 = 64_KiB}>::arena_bytes < 19 * 21 * 24 * 4);

TEST_CASE("blocks: convolution, map, pool") {
    test::check_network<seed, seed_in>(tight);
    test::check_network<classifier>(tight);
    test::check_network<stem>(tight);
}

constexpr auto inverted_residual(int channels, int wide) {
    return residual(conv<1, 1>(wide, {.bias = false}) | batchnorm() | relu() | depthwise<3>({.pad = 1, .bias = false}) |
                    batchnorm() | relu() | conv<1, 1>(channels, {.bias = false}) | batchnorm());
}
constexpr auto mobile = input(28, 23, 12) | inverted_residual(12, 60);
static_assert(planned<mobile>::nest_count == 1);
static_assert(planned<mobile>::stage_count == 3);
static_assert(planned<mobile, target{.l2 = 64_KiB}>::arena_bytes < 28 * 23 * 60 * 4 / 2);

constexpr auto mobile_down = input(29, 26, 8) | conv<1, 1>(50) | relu() | depthwise<5>({.stride = 2, .pad = same}) |
                             relu() | conv<1, 1>(17);
static_assert(planned<mobile_down>::nest_count == 1);

TEST_CASE("blocks: inverted residuals") {
    test::check_network<mobile>(tight);
    test::check_network<mobile_down>(tight);
}

constexpr auto squeeze_excite(int channels, int narrow) {
    return residual<mul>(identity(), global_avgpool() | conv<1, 1>(narrow) | relu() | conv<1, 1>(channels) | sigmoid());
}
constexpr auto excited = input(15, 14, 9) | conv<1, 1>(30) | relu() | depthwise<3>({.pad = 1}) | silu() |
                         squeeze_excite(30, 4) | conv<1, 1>(9);
constexpr auto excited_by_vector = input(6, 7, 5) | residual<mul>(identity(), global_maxpool() | flatten() | dense(5) | sigmoid());
constexpr auto excited_by_window = input(6, 7, 5) | relu() | residual<mul>(conv<6, 7>(5), conv<1, 1>(5));  // not a pool

TEST_CASE("blocks: one value for each channel") {
    test::check_network<excited>(tight);
    test::check_network<excited_by_vector>(tight);
    test::check_network<excited_by_window>(tight);
}

}  // namespace
