// Convolutions in groups so small that a vector holds several, against the reference in double: every pair of sizes,
// every tail of groups, every kind of window, from slices and into slices, row by row.
#include <fusenet/backends/cpu/slide.hpp>
#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/schedule/weight_layout.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

constexpr target machine{};

/// The largest groups of which a vector of this machine holds two; 0: it holds one number.
constexpr int widest = lanes / 2;

/// Kernel, then row by row: the same bits. Returns the largest error.
template <auto Layer, int Width, class Fold>
double error_of(const window& w, const reference::tensor<double>& given, const reference::tensor<double>& answer, const Fold& f) {
    const shape out = answer.extent;
    test::guarded_map from(given, 2, 3), to(out, 1, 2), parts(out);
    constexpr window reads = Layer.reads(shape::image(64, Width, 1));
    constexpr int columns = cells_made(Width, reads.left, reads.right, reads.reach_w(), reads.stride.w);
    constexpr cpu::row_blocks blocks = cpu::blocks_of(reads, Width, columns, machine.registers, true);
    REQUIRE(columns == out.w);
    auto make = [&](rows made, const auto& e) {
        if constexpr (blocks.taps > 0) cpu::slide<blocks>(w, from.view(), f, made, e);
        else cpu::slide_any(w, from.view(), f, made, e);
    };
    make({0, out.h}, to.ending());
    for (int y = 0; y < out.h; ++y) make({y, y + 1}, parts.ending());
    CHECK(to.values() == parts.values());
    CHECK(to.kept_others());
    return test::max_error(to.values(), answer.cells);
}

/// Groups of From -> To channels, so many of them, on maps of Width columns.
template <auto Layer, int Width, int From, int To>
void check_groups(int groups, int height) {
    conv_layer l = Layer;
    l.channels = groups * To, l.options.groups = groups;
    const shape in = shape::image(height, Width, groups * From);
    problem trouble;
    ir_node n;
    n.in = in, n.out = l.out(in, trouble);
    if (trouble.found()) return;
    n.is = facts_of(l, n.in, n.out);
    INFO(in, " -> ", n.out, " in ", groups, " groups");
    const schedule::packing form = schedule::packing_of(n, false, machine);
    constexpr int together = groups_together(1000, From, To, Layer.reads(shape::image(64, 64, 1)), machine);
    REQUIRE(form.together == std::min(groups, together));
    REQUIRE(form.width == lanes);

    const auto filters = test::numbers(n.is.weights - n.out.c, 1), biases = test::numbers(n.out.c, 2);
    std::vector<float> weights(static_cast<std::size_t>(form.floats())), bias(static_cast<std::size_t>(form.bias_floats()));
    for (int o = 0; o < n.out.c; ++o) {
        const int group = o / To, within = o % To;
        bias[static_cast<std::size_t>(form.bias_at(group, within))] = biases[static_cast<std::size_t>(o)];
        for (int i = 0; i < From; ++i)
            for (int tap = 0; tap < form.taps; ++tap)
                weights[static_cast<std::size_t>(form.in_panels(group, within, i, tap))] =
                    filters[static_cast<std::size_t>((1LL * o * From + i) * form.taps + tap)];
    }
    reference::layer_weights given;
    given.given[0] = filters.data(), given.given[1] = biases.data();
    const auto values = test::some_values(in, 3);
    const auto answer = reference::contract(l, given, values, n.out);
    const double bound = test::rounding(From * form.taps);
    if (form.together == together)
        CHECK(error_of<Layer, Width>(l.reads(in), values, answer, cpu::fold_of_groups<From, To, together>(weights.data(), bias.data(), form.taps)) < bound);
}

/// Pairs of sizes of which a vector holds two groups at least, and equal sizes up to a whole vector.
template <auto Layer, int Width>
void every_size() {
    auto pair = [&]<int From, int To>(std::integer_sequence<int, From, To>) {
        constexpr int together = groups_together(1000, From, To, Layer.reads(shape::image(64, 64, 1)), machine);
        if constexpr (together > 0)
            for (int groups : {together, together + 1, 2 * together, 3 * together - 1})
                if (groups > 1) check_groups<Layer, Width, From, To>(groups, 3);
    };
    [&]<int... P>(std::integer_sequence<int, P...>) {
        constexpr int sizes = std::max(1, widest);
        (pair(std::integer_sequence<int, P / sizes + 1, P % sizes + 1>()), ...);
    }(std::make_integer_sequence<int, widest * widest>());
    [&]<int... K>(std::integer_sequence<int, K...>) {
        (pair(std::integer_sequence<int, widest + K + 1, widest + K + 1>()), ...);
    }(std::make_integer_sequence<int, lanes - widest>());
}

/// A few sizes, on maps of several heights.
template <auto Layer, int... Widths>
void some_sizes() {
    auto on = [&]<int Width>(std::integral_constant<int, Width>) {
        for (int height : {1, 2, 5, 9}) {
            if constexpr (widest >= 1) check_groups<Layer, Width, 1, 1>(3 * lanes - 1, height);
            if constexpr (widest >= 2) check_groups<Layer, Width, 1, 2>(lanes + 1, height), check_groups<Layer, Width, 2, 2>(lanes, height);
            if constexpr (widest >= 4) check_groups<Layer, Width, 4, 4>(lanes / 2 + 1, height), check_groups<Layer, Width, 4, 3>(lanes, height);
        }
    };
    (on(std::integral_constant<int, Widths>()), ...);
}

TEST_CASE("groups: how many share a vector") {
    const target wide{.lanes = 16}, narrow{.lanes = 4}, scalar{.lanes = 1};
    const window three = conv<3, 3>(1).reads(shape::image(9, 9, 1)), one{};
    CHECK(groups_together(32, 4, 4, three, wide) == 4);
    CHECK(groups_together(32, 4, 4, one, wide) == 4);
    CHECK(groups_together(32, 8, 8, three, wide) == 2);
    CHECK(groups_together(20, 3, 3, three, wide) == 5);
    CHECK(groups_together(32, 2, 8, three, wide) == 2);
    CHECK(groups_together(32, 8, 1, three, wide) == 2);
    CHECK(groups_together(3, 2, 2, three, wide) == 3);
    CHECK(groups_together(32, 4, 4, three, narrow) == 1);
    CHECK(groups_together(32, 2, 2, three, narrow) == 2);
    // a group alone: where the window slides, and most of the vector is its own
    CHECK(groups_together(32, 16, 16, three, wide) == 1);
    CHECK(groups_together(32, 9, 9, three, wide) == 1);
    CHECK(groups_together(32, 16, 9, three, wide) == 1);
    CHECK(groups_together(32, 16, 8, three, wide) == 0);
    CHECK(groups_together(32, 9, 9, one, wide) == 0);
    CHECK(groups_together(32, 9, 9, conv<3, 3>(1, {.dilation = 2}).reads(shape::image(9, 9, 1)), wide) == 0);
    // none
    CHECK(groups_together(1, 2, 2, three, wide) == 0);
    CHECK(groups_together(32, 17, 17, three, wide) == 0);
    CHECK(groups_together(32, 2, 2, three, scalar) == 0);
}

TEST_CASE("groups: every size") {
    every_size<conv<3, 3>(1, {.pad = 1}), 5>();
    every_size<conv<1, 1>(1), 9>();
}

TEST_CASE("groups: every number of columns") {
    some_sizes<conv<3, 3>(1, {.pad = 1}), 1, 2, 5, 14, 15, 29>();
    some_sizes<conv<3, 3>(1, {.stride = 2, .pad = 1}), 1, 4, 16, 57>();
    some_sizes<conv<1, 1>(1), 1, 2, 7, 8, 17>();
}

TEST_CASE("groups: every kind of window") {
    some_sizes<conv<3, 3>(1), 3, 10>();
    some_sizes<conv<5, 5>(1, {.pad = 2}), 1, 9>();
    some_sizes<conv<7, 7>(1, {.stride = 2, .pad = 3}), 3, 18>();
    some_sizes<conv<3, 3>(1, {.pad = 2, .dilation = 2}), 1, 6, 17>();
    some_sizes<conv<3, 3>(1, {.stride = 3, .pad = 1}), 1, 7, 26>();
    some_sizes<conv<1, 3>(1, {.pad = {0, 1}}), 1, 2, 9>();
    some_sizes<conv<3, 1>(1, {.pad = {1, 0}}), 1, 2, 9>();
    some_sizes<conv<1, 7>(1, {.stride = {1, 2}, .pad = same}), 3, 8>();
    some_sizes<conv<1, 1>(1, {.stride = 2}), 1, 6, 17>();
    some_sizes<conv<1, 1>(1, {.pad = 1}), 1, 6>();
    some_sizes<conv<3, 3>(1, {.pad = {4, 5}}), 2, 6>();
    some_sizes<conv<4, 3>(1, {.stride = {3, 1}, .pad = {1, 2}, .dilation = {1, 2}}), 5, 9>();
}

}  // namespace
