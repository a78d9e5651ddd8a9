// One network planned for other machines: tiny caches, in which steps are single rows, and several cores.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most a few hundred terms

constexpr auto net = input(21, 17, 3) | conv<3, 3>(10, {.stride = 2, .pad = 1}) | relu() |
                     residual(conv<1, 1>(20) | relu() | depthwise<3, 1>({.pad = {1, 0}}) | conv<1, 1>(10)) |
                     concat(conv<1, 1>(5), conv<3, 3>(6, {.pad = 1})) | relu() | global_avgpool();

/// The lowest step of the nests of several stages, in rows.
template <class Plan>
constexpr int lowest_step() {
    int lowest = 1 << 30;
    [&]<int... N>(std::integer_sequence<int, N...>) {
        ((lowest = Plan::nests.nests[N].size() > 1 ? std::min(lowest, Plan::template nest_at<N>.step) : lowest), ...);
    }(std::make_integer_sequence<int, Plan::nest_count>());
    return lowest;
}

constexpr target tiny{.registers = 4, .l1 = 256, .l2 = 8_KiB};  // few registers: small tiles, quickly compiled
constexpr target with_cores(int cores) { return {.registers = 4, .l2 = 16_KiB, .cores = cores}; }

static_assert(lowest_step<planned<net, tiny>>() == 1);
static_assert(lowest_step<planned<net>>() > 1);

TEST_CASE("targets: the answer does not depend on the machine that is planned for") {
    parameter_set given = compile<net, tiny>::parameters();
    given.randomise(1);
    constexpr int images = 2;
    const std::vector<float> in = test::numbers(planned<net>::input.size() * images, 2);
    const auto expected = test::meant<net, shape{}>(given, in, images);
    test::check_model<compile<net, tiny>>("bands of one row", given, in, expected, tight);
    test::check_model<compile<net, with_cores(1)>>("one core", given, in, expected, tight);
    test::check_model<compile<net, with_cores(2)>>("two cores", given, in, expected, tight);
    test::check_model<compile<net, with_cores(4)>>("four cores", given, in, expected, tight);
}

// On seven rows threads divide channels: through a window, maps with operands, joins and a total, and with tails.
constexpr auto few_rows = input(7, 7, 20) | residual(conv<1, 1>(51) | prelu() | depthwise<3>({.pad = 1}) | relu() | conv<1, 1>(20)) |
                          conv<1, 1>(37) | batchnorm() | maxpool<3>({.stride = 1, .pad = 1}) | prelu() |
                          conv<3, 3>(43, {.pad = 1}) | relu() | global_avgpool() | prelu();

template <class Plan>
constexpr int divided_by_channels() {
    int count = 0;
    [&]<int... N>(std::integer_sequence<int, N...>) {
        ((count += Plan::template nest_at<N>.shares == plan::split::channels && Plan::nests.nests[N].size() > 1), ...);
    }(std::make_integer_sequence<int, Plan::nest_count>());
    return count;
}
static_assert(divided_by_channels<planned<few_rows, target{.lanes = 1, .registers = 4, .cores = 2}>>() == 3);

TEST_CASE("targets: threads that divide channels") {
    using two = compile<few_rows, with_cores(2)>;
    parameter_set given = two::parameters();
    given.randomise(3);
    const std::vector<float> in = test::numbers(two::input_size, 4);
    const auto expected = test::meant<few_rows, shape{}>(given, in, 1);
    test::check_model<two>("two cores", given, in, expected, tight);
    test::check_model<compile<few_rows, with_cores(3)>>("three cores", given, in, expected, tight);
}

}  // namespace
