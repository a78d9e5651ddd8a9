// Networks with small groups: in nests with what makes and reads their maps, maps folded from both sides, as slices,
// in batches; in memory or in bands, by any number of threads.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;

constexpr int groups_in_a_vector(const conv_layer& l, int channels) {
    const int groups = l.options.groups;
    return groups_together(groups, channels / groups, l.channels / groups, l.reads(shape::image(9, 9, channels)), target{.lanes = 16});
}

// ResNeXt's block: one nest, its middle a band.
constexpr auto middle = conv<3, 3>(24, {.pad = 1, .groups = 6, .bias = false});
static_assert(groups_in_a_vector(middle, 24) == 4);
constexpr auto resnext = input(15, 13, 16) | residual(conv<1, 1>(24) | batchnorm() | relu() | middle | batchnorm() | relu() |
                                                      conv<1, 1>(16)) | relu();
static_assert(planned<resnext>::nest_count == 1);
static_assert(planned<resnext>::stage_count == 3);

TEST_CASE("groups in networks: between convolutions, with a join behind") {
    test::check_network<resnext>(tight);
}

// A join in the group's own epilogue, in place; maps in front of it fold where nothing is padded.
constexpr auto joined = input(9, 14, 30) | conv<1, 1>(30) | residual(conv<3, 3>(30, {.pad = 1, .groups = 10})) | relu();
constexpr auto folded = input(9, 14, 24) | batchnorm() | conv<3, 3>(36, {.groups = 12}) | batchnorm() | relu6();
static_assert(planned<folded>::stage_count == 1);

TEST_CASE("groups in networks: joins in registers, folded maps") {
    test::check_network<joined>(tight);
    test::check_network<folded>(tight);
}

constexpr auto shuffled = input(14, 14, 24) | conv<1, 1>(36, {.groups = 3}) | relu() | channel_shuffle(3) |
                          depthwise<3>({.stride = 2, .pad = 1}) | conv<1, 1>(24, {.groups = 12}) | conv<1, 1>(48, {.groups = 8});
constexpr auto windows = input(21, 18, 20) | conv<5, 5>(40, {.stride = 2, .pad = 2, .groups = 10}) | relu() |
                         conv<3, 3>(20, {.pad = 2, .dilation = 2, .groups = 10}) | conv<1, 7>(20, {.pad = same, .groups = 5}) |
                         conv<7, 1>(20, {.pad = same, .groups = 20}) | maxpool<2>();
constexpr auto beside = input(12, 11, 18) | concat(conv<3, 3>(9, {.pad = 1, .groups = 9}), conv<1, 1>(12, {.groups = 6}),
                                                   conv<3, 3>(10, {.pad = 1, .groups = 2})) | conv<1, 1>(31, {.groups = 31});
constexpr auto multiplied = input(10, 16, 11) | conv<3, 3>(22, {.pad = 1, .groups = 11}) | relu() | conv<3, 3>(11, {.pad = 1, .groups = 11});
constexpr auto signal = input(70, 12) | conv<5>(24, {.stride = 2, .pad = 2, .groups = 6}) | relu() | conv<3>(12, {.dilation = 3, .groups = 4});

TEST_CASE("groups in networks: windows, slices, moves, signals") {
    test::check_network<shuffled>(tight);
    test::check_network<windows>(tight);
    test::check_network<beside>(tight);
    test::check_network<multiplied>(tight);
    test::check_network<signal>(tight);
}

// One cell: in a batch, images pass together.
constexpr auto cells = input(4, 4, 16) | conv<4, 4>(32, {.groups = 8}) | relu() | conv<1, 1>(40, {.groups = 8}) | relu() | conv<1, 1>(24, {.groups = 4});

TEST_CASE("groups in networks: batches") {
    test::check_network<cells>(tight, 5);
    test::check_network<resnext>(tight, 3);
}

}  // namespace
