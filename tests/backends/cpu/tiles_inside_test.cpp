// Fast convolutions inside nests: steps of whole rows of tiles, halos that begin at a tile, concats that share a grain.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr target wide_machine{.lanes = 16, .registers = 32, .l2 = 1_MiB};

/// Stages by tiles that others follow in their nest.
template <class Plan>
constexpr int followed() {
    int count = 0;
    for (int n = 0; n < Plan::nest_count; ++n)
        for (int s = Plan::nests.nests[n].first; s < Plan::nests.nests[n].end - 1; ++s) count += Plan::stages.stages[s].tile > 0;
    return count;
}

// The pool's windows meet no seam; the depthwise convolution's hang over every one.
constexpr auto pooled = input(23, 170, 16) | conv<3, 3>(24, {.pad = 1}) | relu() | maxpool<2>({.ceil_mode = true});
static_assert(followed<planned<pooled, wide_machine>>() == 1);
constexpr auto windowed = input(27, 170, 16) | conv<3, 3>(16, {.pad = 1}) | relu() | depthwise<3>({.pad = 1}) | conv<1, 1>(8) | relu();
static_assert(followed<planned<windowed, wide_machine>>() == 1);
// What both branches write is made in rows of tiles.
constexpr auto joined = input(30, 168, 16) | concat(conv<1, 1>(16) | relu(), conv<3, 3>(16, {.pad = 1}) | relu()) |
                        maxpool<3>({.stride = 2, .pad = 1}) | conv<1, 1>(16);
static_assert(followed<planned<joined, wide_machine>>() == 1);
// A total of rows that come by tiles.
constexpr auto summed = input(26, 170, 16) | conv<3, 3>(16, {.pad = 1}) | relu() | global_avgpool();
static_assert(followed<planned<summed, wide_machine>>() == 1);
// A chain: tiles that read a band, and a residual around them.
constexpr auto chained = input(26, 170, 3) | conv<3, 3>(16, {.pad = 1}) | relu() |
                         residual(conv<3, 3>(16, {.pad = 1}) | relu() | depthwise<3>({.pad = 1})) | maxpool<2>();

TEST_CASE("tiles inside nests: a pool behind") { test::check_network<pooled>(1e-5, 2); }
TEST_CASE("tiles inside nests: windows over every seam") { test::check_network<windowed>(1e-5, 2); }
TEST_CASE("tiles inside nests: a concat") { test::check_network<joined>(1e-5, 1); }
TEST_CASE("tiles inside nests: a total") { test::check_network<summed>(1e-5, 1); }
TEST_CASE("tiles inside nests: a chain") { test::check_network<chained>(1e-5, 1); }

}  // namespace
