// Sliding windows against the reference in double: depthwise convolutions and pools, every tail of channels and of
// columns, windows that hang over every side.
#include <fusenet/backends/cpu/slide.hpp>
#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/backends/reference/fold.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/pool.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

constexpr target machine{};

/// As the emission calls the kernels: the blocks of a row follow from the layer and the width of the map.
template <auto Layer, int Width, class Fold, class Epilogue>
void slide(const window& w, int columns, cpu::view in, const Fold& f, rows made, const Epilogue& e) {
    // A map tall enough for any window: the blocks do not depend on its height.
    constexpr shape tall = shape::image(64, Width, 1);
    constexpr window reads = Layer.reads(tall);
    constexpr int out = cells_made(Width, reads.left, reads.right, reads.reach_w(), reads.stride.w);
    REQUIRE(out == columns);
    if constexpr (out > 0) {
        constexpr cpu::row_blocks blocks = cpu::blocks_of(reads, Width, out, machine.registers, Fold::weighted);
        if constexpr (blocks.taps > 0) cpu::slide<blocks>(w, in, f, made, e);
        else cpu::slide_any(w, in, f, made, e);
    }
}

/// Kernel, then row by row: the same bits. Returns the largest error.
template <auto Layer, int Width, class Fold>
double error_of(const reference::tensor<double>& given, const reference::tensor<double>& answer, const Fold& f) {
    const shape in = given.extent, out = answer.extent;
    test::guarded_map from(given, 2, 3), to(out, 1, 2), parts(out);
    slide<Layer, Width>(Layer.reads(in), out.w, from.view(), f, {0, out.h}, to.ending());
    for (int y = 0; y < out.h; ++y) slide<Layer, Width>(Layer.reads(in), out.w, from.view(), f, {y, y + 1}, parts.ending());
    CHECK(to.values() == parts.values());
    CHECK(to.kept_others());
    return test::max_error(to.values(), answer.cells);
}

template <auto Layer, int Width>
void check_depthwise() {
    for (int height : {1, 2, 5, 8})
        for (int channels : {1, 2, lanes - 1, lanes, lanes + 1, 2 * lanes + 1, 4 * lanes, 5 * lanes + 2}) {
            if (channels < 1) continue;
            const shape in = shape::image(height, Width, channels);
            problem trouble;
            const shape out = Layer.out(in, trouble);
            if (trouble.found()) continue;
            INFO(in, " -> ", out);
            const window w = Layer.reads(in);
            const int taps = w.kh * w.kw, padded = (channels + lanes - 1) / lanes * lanes;
            const auto filters = test::numbers(1LL * channels * taps, 1), biases = test::numbers(channels, 2);
            std::vector<float> weights(static_cast<std::size_t>(taps * padded)), bias(static_cast<std::size_t>(padded + 16));
            std::ranges::copy(biases, bias.begin());
            for (int c = 0; c < channels; ++c)
                for (int tap = 0; tap < taps; ++tap)
                    weights[static_cast<std::size_t>(tap * padded + c)] = filters[static_cast<std::size_t>(c * taps + tap)];
            reference::layer_weights given;
            given.given[0] = filters.data(), given.given[1] = biases.data();
            const auto values = test::some_values(in, 3);
            const cpu::depthwise_fold f(weights.data(), bias.data(), padded);
            const double error = error_of<Layer, Width>(values, reference::contract(Layer, given, values, out), f);
            CHECK(error < test::rounding(taps));
        }
}

template <auto Layer, int Width>
void check_pool() {
    using L = std::remove_cvref_t<decltype(Layer)>;
    for (int height : {1, 2, 3, 5, 8})
        for (int channels : {1, lanes, lanes + 1, 4 * lanes + 3}) {
            const shape in = shape::image(height, Width, channels);
            problem trouble;
            const shape out = Layer.out(in, trouble);
            if (trouble.found()) continue;
            INFO(in, " -> ", out);
            const auto values = test::some_values(in, 3);
            const double error = error_of<Layer, Width>(values, reference::fold_windows(Layer, values, out), cpu::layer_fold<L>(Layer));
            CHECK(error < test::rounding(9));
        }
}

template <auto Layer, int... Widths>
void depthwise_on() {
    (check_depthwise<Layer, Widths>(), ...);
}
template <auto Layer, int... Widths>
void pool_on() {
    (check_pool<Layer, Widths>(), ...);
}

// One block of columns in the registers, two, three, of every height; the sides of the map in each of them.
TEST_CASE("depthwise: every number of columns") {
    depthwise_on<depthwise<3>({.pad = 1}), 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 17>();
    depthwise_on<depthwise<3>({.stride = 2, .pad = 1}), 1, 2, 4, 6, 7, 15, 16, 17, 34>();
}

TEST_CASE("depthwise: every size of window") {
    depthwise_on<depthwise<2>(), 2, 9>();
    depthwise_on<depthwise<2>({.stride = 2, .pad = same}), 1, 9>();
    depthwise_on<depthwise<3>(), 3, 10>();
    depthwise_on<depthwise<3>({.stride = 2, .pad = same}), 2, 16>();
    depthwise_on<depthwise<5>({.pad = 2}), 1, 3, 9>();
    depthwise_on<depthwise<5>({.stride = 2, .pad = same}), 2, 17>();
    depthwise_on<depthwise<7>({.pad = 3}), 2, 9>();
    depthwise_on<depthwise<7>({.stride = 2, .pad = 3}), 3, 18>();
}

TEST_CASE("depthwise: windows that do not slide") {
    depthwise_on<depthwise<3>({.stride = 3, .pad = 1}), 1, 7>();
    depthwise_on<depthwise<3>({.pad = 2, .dilation = 2}), 1, 6>();
    depthwise_on<depthwise<3>({.pad = {4, 5}}), 2, 6>();
    depthwise_on<depthwise<5, 1>({.pad = {2, 0}}), 1, 6>();
    depthwise_on<depthwise<1, 7>({.stride = {1, 2}, .pad = same}), 3, 8>();
    depthwise_on<depthwise<3>({.stride = {1, 2}, .pad = {2, 0, 0, 1}}), 2, 7>();
}

TEST_CASE("pools: every number of columns") {
    pool_on<maxpool<3>({.stride = 2, .pad = 1}), 1, 2, 3, 4, 5, 7, 9, 15, 16, 18>();
    pool_on<avgpool<3>({.stride = 1, .pad = 1}), 1, 2, 5, 8, 9, 17>();
}

TEST_CASE("pools: padding that counts, windows that hang over, dilation, stride, shape") {
    pool_on<maxpool<2>(), 2, 3, 9, 17>();
    pool_on<avgpool<2>(), 2, 9>();
    pool_on<avgpool<2>({.stride = 1, .pad = same}), 1, 8>();
    pool_on<avgpool<3>({.stride = 2, .pad = 1, .count_include_pad = true}), 1, 2, 9, 17>();
    pool_on<avgpool<3>({.stride = 2, .ceil_mode = true}), 2, 4, 8, 18>();
    pool_on<avgpool<3>({.stride = 2, .pad = 1, .ceil_mode = true, .count_include_pad = true}), 2, 8, 18>();
    pool_on<avgpool<3, 2>({.stride = {2, 1}, .pad = {1, 0}}), 2, 7>();
    pool_on<maxpool<3>({.stride = 2, .ceil_mode = true}), 2, 6, 18>();
    pool_on<maxpool<3>({.stride = 1, .pad = 2, .dilation = 2}), 2, 9>();
    pool_on<maxpool<5>({.stride = 1, .pad = 2}), 1, 9>();
    pool_on<maxpool<4>({.stride = 3, .pad = {1, 0, 2, 3}}), 4, 9>();
    pool_on<maxpool<1>({.stride = 2}), 1, 6>();
    pool_on<avgpool<13>(), 13, 26>();
}

}  // namespace
