// Recurrences against the reference in double: every number of units up to two blocks, both ways, with and without all
// that their options add.
#include <fusenet.hpp>

#include "whole.hpp"

using namespace fusenet;
using test::check_network;

namespace {

template <auto Layer, int Steps, int Channels>
inline constexpr auto alone = input(Steps, Channels) | Layer;

template <auto... Layers>
void check_each() {
    (check_network<alone<Layers, 5, 3>>(2e-6), ...);
}

/// Without what check_network runs beside: the kernel is the same in every plan.
template <auto Layer>
void check_kernel() {
    using model = compile<alone<Layer, 4, 3>>;
    const parameter_set given = test::randomised<model>(1);
    const std::vector<float> in = test::numbers(model::input_size, 2);
    test::check_model<model>("fused", given, in, test::meant<alone<Layer, 4, 3>, shape{}>(given, in, 1), 2e-6);
}

template <int... Units>
void check_sizes(std::integer_sequence<int, Units...>) {
    (check_kernel<gru(Units + 1)>(), ...);
}

}  // namespace

TEST_CASE("recurrences of every number of units up to two vectors") {
    check_sizes(std::make_integer_sequence<int, 2 * cpu::lanes>());
}

namespace {

constexpr int whole = cpu::lanes, half = (cpu::lanes + 1) / 2;
constexpr auto half_ahead = input(7, 80) | lstm(whole + half);  // whose products with its input are made ahead
template <const auto& Net>
constexpr bool shares_vectors() {
    using of = planned<Net>;
    for (int s = 0; s < of::stage_count; ++s)
        if (const plan::stage& st = of::stages.stages[s]; st.does == plan::op::recurrence)
            return schedule::recurrent_form_of(of::graph.nodes[st.node], of::machine).paired;
    return false;
}
static_assert(cpu::lanes < 8 || (shares_vectors<half_ahead>() && shares_vectors<alone<lstm(whole + 1), 4, 3>>()));
static_assert(!shares_vectors<alone<lstm(whole + half + 1), 4, 3>>() && !shares_vectors<alone<gru(whole + 1), 4, 3>>());

}  // namespace

TEST_CASE("last units that fill half a vector share one between gates") {
    check_kernel<lstm(1)>();
    check_kernel<lstm(half)>();
    check_kernel<lstm(half + 1)>();
    check_kernel<lstm(whole + 1)>();
    check_kernel<lstm(whole + half + 1)>();
    check_kernel<lstm(2 * whole + half)>();
    check_kernel<lstm(whole + half, {.peepholes = true, .reversed = true})>();
    check_network<half_ahead>(2e-6);
}

TEST_CASE("recurrences of several blocks") {
    check_each<lstm(101), gru(101), gru(101, {.reset_after = false}), rnn(300), lstm(40, {.outputs = 70})>();
}

TEST_CASE("what options add to recurrences") {
    check_each<rnn(7), rnn(7, {.activation = rnn_activation::relu}), rnn(7, {.bias = false, .reversed = true, .last = true})>();
    check_each<gru(9, {.reset_after = false}), gru(9, {.bias = false}), gru(9, {.reversed = true}), gru(9, {.last = true})>();
    check_each<lstm(9, {.peepholes = true}), lstm(9, {.outputs = 5}), lstm(9, {.bias = false, .peepholes = true, .outputs = 20}),
               lstm(9, {.reversed = true}), lstm(9, {.reversed = true, .last = true})>();
}

namespace {

constexpr auto tall = input(20, 40) | named("rnn", bidirectional<2>(lstm(33))) | dense(5);
constexpr auto sums_ahead = input(13, 64) | batchnorm() | relu() | gru(50) | tanh() | gru(50, {.last = true}) | dense(3);
constexpr auto joined = input(6, 8) | residual(lstm(8) | relu()) | stacked<3>(rnn(8)) | softmax();
constexpr auto behind_dense = input(9, 8) | dense(70) | relu() | lstm(31, {.last = true}) | dense(4) | sigmoid();
constexpr auto one_step = input(1, 70) | lstm(40) | gru(20, {.reset_after = false});

}  // namespace

TEST_CASE("recurrences in networks") {
    check_network<tall>(2e-6);
    check_network<sums_ahead>(2e-6, 3);
    check_network<joined>(2e-6, 2);
    check_network<behind_dense>(2e-6);
    check_network<one_step>(2e-6);
}

TEST_CASE("the products of many inputs are made ahead, of few in the step") {
    const auto fired = [](const auto& log) {
        for (int rule = 0; rule < log.rules; ++rule)
            if (std::string(log.name(rule)) == "project_ahead") return log.fired[rule];
        return -1;
    };
    CHECK(fired(planned<sums_ahead>::log) == 2);
    CHECK(fired(planned<joined>::log) == 0);
    CHECK(fired(planned<one_step>::log) == 0);
}

TEST_CASE("recurrent parameters are called as PyTorch calls them") {
    std::vector<std::string> names;
    for (const parameter& p : planned<tall>::parameter_table()) names.emplace_back(p.name.view());
    CHECK(names[0] == "rnn.weight_ih_l0");
    CHECK(names[4] == "rnn.weight_ih_l0_reverse");
    CHECK(names[11] == "rnn.bias_hh_l1");
    CHECK(names[15] == "rnn.bias_hh_l1_reverse");
    static constexpr auto plain = input(6, 8) | lstm(8) | lstm(8, {.outputs = 3, .number = -1});
    CHECK(planned<plain>::parameter_table()[4].name.view() == "lstm_1.weight_ih");
    CHECK(planned<plain>::parameter_table()[8].name.view() == "lstm_1.weight_hr");
    CHECK(planned<plain>::parameter_table()[8].extent == dims(3, 8));
}

TEST_CASE("quick activations stay near") {
    constexpr auto quick = activation_accuracy::fast;
    check_network<alone<lstm(20, {.accuracy = quick}), 9, 4>>(1e-3);
    check_network<alone<gru(20, {.accuracy = quick}), 9, 4>>(1e-3);
    check_network<alone<rnn(20, {.accuracy = quick}), 9, 4>>(1e-3);
}
