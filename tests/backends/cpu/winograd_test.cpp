// Winograd's tiles: the kernel for every tail of rows, columns and channels, and whole networks that choose it.
#include <fusenet/backends/cpu/winograd.hpp>

#include "whole.hpp"

namespace {

using namespace fusenet;
using namespace fusenet::cpu;

/// A convolution by tiles of M outputs against the sum that it means, in double.
template <int M>
double error_of(int h, int w, int from, int to, const window& reads) {
    constexpr int vectors = 1, width = vectors * lanes, points = (M + 2) * (M + 2);
    const int padded = (to + width - 1) / width * width;
    const int out_h = h + reads.top + reads.bottom - 2, out_w = w + reads.left + reads.right - 2;
    std::vector<float> in = test::numbers(1LL * h * w * from, 1), filters = test::numbers(9LL * from * to, 2);
    std::vector<float> bias = test::numbers(padded + 16, 3), zeros(static_cast<std::size_t>(padded) + 16);
    in.resize(in.size() + 16);

    std::vector<float> packed(static_cast<std::size_t>(points * from * padded));
    for (int o = 0; o < to; ++o)
        for (int i = 0; i < from; ++i)
            for (int a = 0; a < M + 2; ++a)
                for (int b = 0; b < M + 2; ++b) {
                    double sum = 0;
                    for (int t = 0; t < 9; ++t)
                        sum += schedule::winograd_form<M>.g[a][t / 3] * filters[static_cast<std::size_t>((o * from + i) * 9 + t)] *
                               schedule::winograd_form<M>.g[b][t % 3];
                    packed[static_cast<std::size_t>(((a * (M + 2) + b) * padded + o / width * width) * from + i * width + o % width)] =
                        static_cast<float>(sum);
                }

    const auto block = schedule::winograd_block_of(M, from, to, shape::image(out_h, out_w, to), 38 << 10, target{});
    std::vector<float> memory(static_cast<std::size_t>(block.floats()));
    std::vector<float> out(static_cast<std::size_t>(out_h * out_w * to) + 16, -1e30f);
    const epilogue<> e{{}, {out.data(), to, out_h, out_w, to}};
    const view source{in.data(), from, h, w, from};
    const packed_contraction weights{packed.data(), bias.data(), 1};
    const int middle = (out_h / 2 + M - 1) / M * M;  // two pieces, as two threads would take them
    convolve_by_tiles<M, 6, vectors>(reads, source, weights, zeros.data(), block, memory.data(), {0, std::min(middle, out_h)}, {0, to}, e);
    const int panel = std::min(to, vectors * lanes);  // and the channels in two
    for (const rows part : {rows{0, panel}, rows{panel, to}})
        if (middle < out_h && part.count() > 0)
            convolve_by_tiles<M, 6, vectors>(reads, source, weights, zeros.data(), block, memory.data(), {middle, out_h}, part, e);

    double worst = 0, most = 1;
    for (int y = 0; y < out_h; ++y)
        for (int x = 0; x < out_w; ++x)
            for (int o = 0; o < to; ++o) {
                double sum = bias[static_cast<std::size_t>(o)];
                for (int t = 0; t < 9; ++t) {
                    const int iy = y - reads.top + t / 3, ix = x - reads.left + t % 3;
                    if (iy < 0 || iy >= h || ix < 0 || ix >= w) continue;
                    for (int i = 0; i < from; ++i)
                        sum += static_cast<double>(in[static_cast<std::size_t>((iy * w + ix) * from + i)]) *
                               filters[static_cast<std::size_t>((o * from + i) * 9 + t)];
                }
                worst = std::max(worst, std::abs(sum - out[static_cast<std::size_t>((y * out_w + x) * to + o)]));
                most = std::max(most, std::abs(sum));
            }
    for (std::size_t k = out.size() - 16; k < out.size(); ++k) CHECK(out[k] == -1e30f);
    return worst / most;
}

template <int M>
void check_tails(double tolerance) {
    CAPTURE(M);
    for (const window& reads : {window{.kh = 3, .kw = 3, .top = 1, .left = 1, .bottom = 1, .right = 1}, window{.kh = 3, .kw = 3},
                                window{.kh = 3, .kw = 3, .top = 0, .left = 2, .bottom = 2, .right = 0}}) {
        for (int size = 3; size <= 2 * M + 3; ++size) {
            CAPTURE(size);
            CHECK(error_of<M>(size, 5, 3, 2, reads) < tolerance);
            CHECK(error_of<M>(4, size, 2, 3, reads) < tolerance);
        }
        for (int channels = 1; channels <= 2 * lanes + 1; ++channels) {
            CAPTURE(channels);
            CHECK(error_of<M>(5, 6, channels, 3, reads) < tolerance);
            CHECK(error_of<M>(6, 5, 3, channels, reads) < tolerance);
        }
    }
}

TEST_CASE("winograd: every tail, by two pieces") {
    check_tails<2>(2e-6);
    check_tails<4>(5e-6);
    check_tails<6>(3e-5);
}

TEST_CASE("winograd: tiles in many blocks") {
    const window reads{.kh = 3, .kw = 3, .top = 1, .left = 1, .bottom = 1, .right = 1};
    CHECK(error_of<4>(61, 67, 20, 18, reads) < 1e-5);
}

// What chooses it: maps with joins and operands behind, several of them, and a network that forbids it.
constexpr auto net = input(15, 18, 64) | conv<3, 3>(70, {.pad = 1, .bias = false}) | batchnorm() | relu() |
                     residual(conv<3, 3>(70, {.pad = 1}) | prelu() | conv<3, 3>(70, {.pad = 1})) | relu() | maxpool<2>();
template <class Plan>
constexpr int tiled() {
    int count = 0;
    for (int s = 0; s < Plan::stage_count; ++s) count += Plan::stages.stages[s].tile > 0;
    return count;
}
static_assert(tiled<planned<net>>() == 3);
static_assert(tiled<planned<net, accuracy::exact>>() == 0);
static_assert(tiled<planned<net, library::eigen>>() == 0);

// Transposed ones of stride 1 have their taps in the other order.
constexpr auto turned = input(15, 18, 64) | conv_transpose<3, 3>(70, {.pad = 1}) | relu() | conv_transpose<3, 3>(48);
static_assert(tiled<planned<turned>>() == 2);

TEST_CASE("winograd: in networks") { test::check_network<net>(2e-5, 2); }
TEST_CASE("winograd: transposed") { test::check_network<turned>(2e-5, 1); }

TEST_CASE("winograd: an exact model") {
    parameter_set given = compile<net>::parameters();
    given.randomise(1);
    const std::vector<float> in = test::numbers(compile<net>::input_size, 2);
    const auto expected = test::meant<net, shape{}>(given, in, 1);
    test::check_model<compile<net, accuracy::exact>>("exact", given, in, expected, 2e-6);
}

}  // namespace
