// Convolutions of one channel to few: every number of channels, rests of cells, and windows that hang over edges.
#include <fusenet.hpp>

#include "whole.hpp"

using namespace fusenet;
using test::check_network;

namespace {

template <auto Layer, int Height, int Width>
inline constexpr auto alone = input(Height, Width, 1) | Layer;

template <const auto& Net>
constexpr bool narrow() {
    using of = planned<Net>;
    const plan::stage& s = of::stages.stages[0];
    return schedule::narrow(of::stages, s, schedule::packing_of(of::graph.nodes[s.node], s, of::machine), of::machine);
}
constexpr int most = std::max(1, 3 * cpu::lanes / 4), wide = 2 * cpu::lanes + 3;
static_assert(cpu::lanes == 1 ||
              (narrow<alone<conv<3, 3>(most), 5, wide>>() && narrow<alone<conv<5, 5>(1, {.pad = 2}), 5, wide>>()));
static_assert(!narrow<alone<conv<3, 3>(most + 1), 5, wide>>() &&
              !narrow<alone<conv<3, 3>(1, {.stride = 2}), 5, wide>>());

/// The kernel is the same in every plan.
template <auto Layer, int Height, int Width>
void check_kernel() {
    using model = compile<alone<Layer, Height, Width>>;
    const parameter_set given = test::randomised<model>(1);
    const std::vector<float> in = test::numbers(model::input_size, 2);
    test::check_model<model>("fused", given, in, test::meant<alone<Layer, Height, Width>, shape{}>(given, in, 1), 2e-6);
}
template <int... Fewer>
void check_channels(std::integer_sequence<int, Fewer...>) {
    (check_kernel<conv<3, 3>(Fewer + 1, {.pad = 1}), 4, wide>(), ...);
}
template <int... More>
void check_cells(std::integer_sequence<int, More...>) {
    (check_kernel<conv<2, 3>(3), 4, std::max(3, cpu::lanes + More)>(), ...);
}

constexpr auto digits =
    input(28, 28, 1) | conv<5, 5>(6, {.pad = 2}) | relu() | maxpool<2>() | conv<3, 3>(20) | sigmoid();
constexpr auto joined =
    input(9, 40, 1) | conv<3, 5>(3, {.pad = same}) | prelu() | residual(conv<1, 1>(3) | fusenet::tanh());
constexpr auto beside = input(12, 37, 1) | concat(conv<3, 3>(2, {.pad = 1}) | relu(), conv<1, 3>(1, {.pad = same}),
                                                  conv<3, 3>(2, {.pad = 1}));
constexpr auto large = input(200, 200, 1) | conv<7, 7>(3, {.pad = 3}) | relu() | conv<3, 3>(3, {.pad = 1});

}  // namespace

TEST_CASE("one channel to every number of few") { check_channels(std::make_integer_sequence<int, cpu::lanes>()); }
TEST_CASE("one channel to few, of every rest of cells") {
    check_cells(std::make_integer_sequence<int, cpu::lanes + 1>());
}
TEST_CASE("one channel to few, by windows of any form") {
    check_kernel<conv<3, 3>(2, {.pad = 2}), 3, wide>();
    check_kernel<conv<7, 7>(2, {.pad = 3}), 4, wide>();
    check_kernel<conv<3, 3>(2, {.pad = 4, .dilation = 4}), 7, wide>();
    check_kernel<conv<3, 2>(2, {.dilation = 2}), 9, wide>();
    check_kernel<conv<5, 9>(1, {.pad = same}), 2, wide>();
    check_kernel<conv<3, 3>(2, {.stride = {2, 1}, .pad = 1}), 9, wide>();
    check_kernel<conv<1, 3>(2, {.pad = 1, .bias = false}), 9, wide>();
}
TEST_CASE("one channel to few in networks, by threads") {
    check_network<digits>(2e-6, 2);
    check_network<joined>(2e-6);
    check_network<beside>(2e-6);
    check_network<large>(4e-6);
}
