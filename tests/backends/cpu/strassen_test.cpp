// Strassen's products: every tail of cells, odd widths, inputs that end inside a vector, folded maps, nests, pieces.
#include "whole.hpp"

namespace {

using namespace fusenet;

template <class Plan>
constexpr int by_quarters() {
    int count = 0;
    for (int s = 0; s < Plan::stage_count; ++s) count += Plan::stages.stages[s].strassen;
    return count;
}

template <int H, int W, int From, int To>
constexpr auto one = input(H, W, From) | conv<1, 1>(To);

constexpr target machine{.lanes = 16, .registers = 32, .l2 = 1_MiB, .balance = 16};
static_assert(by_quarters<planned<one<19, 19, 512, 512>, machine>>() == 1);
static_assert(by_quarters<planned<one<19, 19, 512, 512>, machine, accuracy::exact>>() == 0);
static_assert(by_quarters<planned<one<4, 4, 512, 512>, machine>>() == 0);    // few cells
static_assert(by_quarters<planned<one<19, 19, 64, 512>, machine>>() == 0);   // a depth that is soon done
static_assert(by_quarters<planned<one<19, 19, 512, 500>, machine>>() == 0);  // no whole panels

/// The kernel alone, with any sizes, against sums in double; `pieces` of rows.
template <int MR, int NV>
double error_of(int h, int w, int from, int panels, int pairs, int pieces) {
    const int to = 2 * panels * NV * cpu::lanes;
    const std::vector<float> in = test::numbers(1LL * h * w * from, 3), filters = test::numbers(1LL * from * to, 4);
    schedule::packing form;
    form.from = from, form.to = to, form.width = NV * cpu::lanes, form.strassen = true;
    std::vector<float> weights(static_cast<std::size_t>(form.values())), bias(static_cast<std::size_t>(form.start_floats()));
    for (int o = 0; o < to; ++o) {
        bias[static_cast<std::size_t>(o)] = 0.01f * static_cast<float>(o % 17);
        for (int k = 0; k < from; ++k) cpu::add_to_products(form, weights.data(), o, 1, k, &filters[static_cast<std::size_t>(o * from + k)]);
    }
    auto spaced = [](int floats) { return (floats + 15) / 16 * 16; };
    const schedule::strassen_block block{pairs, spaced(from / 2), spaced(to / 2)};
    std::vector<float> memory(static_cast<std::size_t>(block.floats())), out(static_cast<std::size_t>(1LL * h * w * to), 1e30f);
    const cpu::epilogue<> e{{}, {out.data(), to, h, w, to}};
    const cpu::view map{const_cast<float*>(in.data()), from, h, w, from};
    const int grain = w % 2 ? 2 : 1;
    for (int p = 0; p < pieces; ++p) {
        auto row = [&](int k) { return k == pieces ? h : h * k / pieces / grain * grain; };
        if (row(p) < row(p + 1))
            cpu::multiply_by_quarters<MR, NV>(map, {weights.data(), bias.data()}, bias.data() + plan::aligned(form.bias_floats()),
                                              block, memory.data(), {row(p), row(p + 1)}, e);
    }
    double worst = 0;
    for (int cell = 0; cell < h * w; ++cell)
        for (int o = 0; o < to; ++o) {
            double sum = bias[static_cast<std::size_t>(o)];
            for (int k = 0; k < from; ++k)
                sum += static_cast<double>(in[static_cast<std::size_t>(cell * from + k)]) * filters[static_cast<std::size_t>(o * from + k)];
            worst = std::max(worst, std::abs(sum - out[static_cast<std::size_t>(1LL * cell * to + o)]));
        }
    return worst;
}

TEST_CASE("strassen: every number of cells, in blocks and in pieces") {
    if constexpr (cpu::lanes > 1)
        for (int w = 1; w <= 29; ++w)
            for (int pieces : {1, 2}) {
                CAPTURE(w);
                CAPTURE(pieces);
                CHECK(error_of<5, 2>(3, w, 22, 1, 4, pieces) < 2e-5);
                CHECK(error_of<14, 1>(4, w, 2 * cpu::lanes + 2, 2, 28, pieces) < 2e-5);
            }
}

TEST_CASE("strassen: every depth") {
    if constexpr (cpu::lanes > 1)
        for (int from = 2; from <= 5 * cpu::lanes; from += 2) {
            CAPTURE(from);
            CHECK(error_of<6, 2>(2, 9, from, 1, 6, 1) < 5e-5);
        }
}

// Folded maps behind and before, a join, odd widths, merged siblings, and filters that come by inputs.
constexpr auto folded = input(15, 13, 320) | batchnorm() | conv<1, 1>(384, {.bias = false}) | batchnorm() | relu() |
                        residual(conv<1, 1>(384) | prelu() | conv<1, 1>(384)) | relu();
constexpr auto between = input(19, 19, 512) | depthwise<3>({.pad = 1}) | relu() | conv<1, 1>(256) | relu() | maxpool<2>();
constexpr auto beside = input(16, 12, 512) | concat(conv<1, 1>(192) | relu(), conv<1, 1>(192) | relu());
constexpr auto turned = input(14, 14, 320) | conv_transpose<1, 1>(384);

TEST_CASE("strassen: weights that replace others") {
    parameter_set first = compile<folded>::parameters(), second = compile<folded>::parameters();
    first.randomise(1), second.randomise(2);
    compile<folded> twice(first), once(second);
    twice.load(second);
    const std::vector<float> in = test::numbers(compile<folded>::input_size, 3);
    CHECK(test::run(twice, in, 1) == test::run(once, in, 1));
}

// Threads share rows: a signal, which is one row, would leave them idle.
static_assert(by_quarters<planned<one<1, 1000, 512, 512>, machine>>() == 0);

TEST_CASE("strassen: in networks") {
    if constexpr (cpu::lanes > 1) CHECK(by_quarters<planned<folded>>() == 3);
    CHECK(by_quarters<planned<folded, machine>>() == 3);
    CHECK(by_quarters<planned<between, machine>>() == 1);
    CHECK(by_quarters<planned<beside, machine>>() == 1);
    CHECK(by_quarters<planned<turned, machine>>() == 1);
    test::check_network<folded>(2e-5, 1);
    test::check_network<between>(2e-5, 1);
    test::check_network<beside>(2e-5, 1);
    test::check_network<turned>(2e-5, 1);
}

}  // namespace
