// Convolutions to small maps, whose windows are gathered: every edge, stride and dilation, in nests and by several threads.
#include "whole.hpp"

namespace {

using namespace fusenet;

/// How many contractions gather their windows. Those of these networks do in the cache of 8 KiB.
template <class Plan>
constexpr int gathered() {
    int count = 0;
    for (int s = 0; s < Plan::stage_count; ++s)
        count += schedule::gathered_floats(Plan::stages, Plan::stages.stages[s], Plan::machine) > 0;
    return count;
}

constexpr auto strided = input(4, 4, 19) | conv<3, 3>(37, {.stride = 2, .pad = 1}) | relu() | conv<2, 2>(9, {.pad = 1, .bias = false});
constexpr auto dilated = input(9, 6, 5) | conv<3, 3>(21, {.dilation = 2}) | prelu() | conv<5, 1>(8, {.pad = {2, 0}});
constexpr auto in_nest = input(8, 4, 12) | maxpool<2>() | conv<3, 3>(40, {.pad = 1}) | batchnorm() | sigmoid() |
                         residual(conv<3, 3>(40, {.pad = 1}) | relu() | depthwise<3>({.pad = 1})) | global_avgpool();
constexpr auto apart = input(5, 4, 16) | concat(conv<3, 3>(16, {.stride = 2, .pad = 1}), conv<3, 3>(7, {.stride = 2, .pad = 1}) | relu());

TEST_CASE("gathered: where several rows of cells fit one register tile") {
    constexpr target machine{.lanes = 16, .registers = 32, .l2 = 16_KiB}, large{.lanes = 16, .registers = 32, .l2 = 1_MiB};
    CHECK(gathered<planned<strided, machine>>() == 2);
    CHECK(gathered<planned<strided, large>>() == 0);  // weights that stay in a cache
    static constexpr auto wide = input(14, 14, 19) | conv<3, 3>(37, {.stride = 2, .pad = 1});
    CHECK(gathered<planned<wide, machine>>() == 0);  // a row fills half a tile
    static constexpr auto deep = input(6, 6, 512) | conv<3, 3>(37, {.stride = 2, .pad = 1});
    CHECK(gathered<planned<deep, machine>>() == 0);  // the windows would not stay in L2
    static constexpr auto grouped = input(4, 4, 32) | conv<3, 3>(32, {.stride = 2, .pad = 1, .groups = 2});
    CHECK(gathered<planned<grouped, machine>>() == 0);
    using plan_of = planned<strided, machine>;
    CHECK(plan_of::arena_bytes >= 4 * 2 * 2 * 9 * 19);
}

TEST_CASE("gathered: strides and padding") { test::check_network<strided>(1e-5, 2); }
TEST_CASE("gathered: dilation, and columns alone") { test::check_network<dilated>(1e-5, 2); }
TEST_CASE("gathered: in a nest") { test::check_network<in_nest>(1e-5, 2); }
TEST_CASE("gathered: into slices") { test::check_network<apart>(1e-5, 1); }

}  // namespace
