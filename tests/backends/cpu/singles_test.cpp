// Contractions of each cell to one number: every rest of channels and of cells, and what may stand behind them.
#include <fusenet.hpp>

#include "whole.hpp"

using namespace fusenet;
using test::check_network;

namespace {

constexpr int whole = cpu::lanes, half = (whole + 1) / 2;

template <int Cells, int Channels>
inline constexpr auto of_signal = input(Cells, Channels) | dense(1);

template <const auto& Net>
constexpr bool single = planned<Net>::stages.stages[planned<Net>::stage_count - 1].single;
static_assert(single<of_signal<9, half>> == (cpu::lanes > 1) && single<of_signal<9, 1024>> == (cpu::lanes > 1));
static_assert(!single<of_signal<9, 1025>> && !single<of_signal<9, std::max(1, half - 1)>>);

/// The kernel is the same in every plan.
template <int Cells, int Channels>
void check_kernel() {
    using model = compile<of_signal<Cells, Channels>>;
    const parameter_set given = test::randomised<model>(1);
    const std::vector<float> in = test::numbers(model::input_size, 2);
    test::check_model<model>("fused", given, in, test::meant<of_signal<Cells, Channels>, shape{}>(given, in, 1), 2e-6);
}
template <int... More>
void check_channels(std::integer_sequence<int, More...>) {
    (check_kernel<whole + 1, half + More>(), ...);
}
template <int... More>
void check_cells(std::integer_sequence<int, More...>) {
    (check_kernel<1 + More, whole + 1>(), ...);
}

constexpr auto with_maps = input(5, 7, 40) | conv<1, 1>(1) | prelu() | sigmoid();
constexpr auto joined = input(9, 11, 20) | conv<1, 1>(20) | residual(conv<1, 1>(1) | tanh(), conv<1, 1>(1));
constexpr auto side_by_side =
    input(6, 7, 33) | concat(conv<1, 1>(1) | relu(), conv<3, 3>(2, {.pad = 1}), conv<1, 1>(1));
constexpr auto large = input(70, 70, 64) | conv<3, 3>(64, {.pad = 1}) | relu() | conv<1, 1>(1) | sigmoid();

}  // namespace

TEST_CASE("single numbers of every rest of channels") {
    check_channels(std::make_integer_sequence<int, 2 * cpu::lanes>());
}
TEST_CASE("single numbers of every rest of cells") { check_cells(std::make_integer_sequence<int, 2 * cpu::lanes>()); }
TEST_CASE("single numbers with maps and joins behind them, beside others, by threads") {
    check_network<with_maps>(2e-6);
    check_network<joined>(2e-6, 2);
    check_network<side_by_side>(4e-6);
    check_network<large>(2e-6);
}
