// Nests: what the library is for runs as one loop nest; what is better alone stands alone; seams are counted.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>

#include "../support.hpp"
#include "plan_words.hpp"

namespace {

using namespace fusenet;
using test::plan_words;
using test::words;

// Each of these is one nest, in caches of every size.
constexpr auto seed = input(13, 13, 64) | conv<1, 1>(1000) | relu() | avgpool<13>();
constexpr auto stem = input(112, 112, 3) | conv<7, 7>(64, {.stride = 2, .pad = 3, .bias = false}) | batchnorm() |
                      relu() | maxpool<3>({.stride = 2, .pad = 1});
constexpr auto fire =
    input(55, 55, 96) | conv<1, 1>(16) | relu() | concat(conv<1, 1>(64) | relu(), conv<3, 3>(64, {.pad = 1}) | relu());
constexpr auto inverted_residual =
    input(28, 28, 32) |
    residual(conv<1, 1>(192, {.bias = false}) | batchnorm() | relu6() | depthwise<3>({.pad = 1, .bias = false}) |
             batchnorm() | relu6() | conv<1, 1>(32, {.bias = false}) | batchnorm());

template <const auto& Net, long long... Bytes>
constexpr bool one_nest() {
    return ((planned<Net, target{.l2 = Bytes}>::nest_count == 1) && ...);
}
static_assert(one_nest<seed, 256_KiB, 512_KiB, 1_MiB, 4_MiB>());
static_assert(one_nest<stem, 256_KiB, 512_KiB, 1_MiB, 4_MiB>());
static_assert(one_nest<fire, 256_KiB, 512_KiB, 1_MiB, 4_MiB>());
static_assert(one_nest<inverted_residual, 256_KiB, 512_KiB, 1_MiB, 4_MiB>());

static_assert(plan_words<planned<seed>>() == words("[contraction+relu total]"));
static_assert(plan_words<planned<stem>>() == words("[contraction fold+relu]"));  // batchnorm is in the weights
static_assert(plan_words<planned<fire>>() == words("[contraction+relu contraction@0+relu contraction@64+relu]"));
static_assert(plan_words<planned<inverted_residual>>() == words("[contraction+clip depthwise+clip contraction+add]"));

// Layer by layer each of them is as many nests as it has layers; the maps between are whole.
static_assert(planned<seed, layer_by_layer>::nest_count == 3);
static_assert(planned<inverted_residual, layer_by_layer>::nest_count == 9);
static_assert(planned<inverted_residual, layer_by_layer>::arena_bytes >
              4 * planned<inverted_residual, target{.l2 = 256_KiB}>::arena_bytes);

// A wide convolution begins a nest, as it has better schemes outside, and thin ones do not. Tiles join a nest where its
// steps are tall enough for them; here a pool behind them, whose windows no seam cuts.
constexpr auto wide =
    input(56, 56, 64) | conv<3, 3>(64, {.pad = 1}) | relu() | conv<3, 3>(64, {.pad = 1}) | relu() | maxpool<2>();
static_assert(plan_words<planned<wide, accuracy::exact>>() == words("[contraction+relu] [contraction fold+relu]"));
constexpr auto thin =
    input(56, 56, 16) | conv<3, 3>(16, {.pad = 1}) | relu() | conv<3, 3>(16, {.pad = 1}) | relu() | maxpool<2>();
static_assert(plan_words<planned<thin, accuracy::exact>>() == words("[contraction+relu contraction fold+relu]"));

constexpr target avx512{.lanes = 16, .registers = 32, .l2 = 1_MiB}, avx2{.lanes = 8, .registers = 16, .l2 = 512_KiB};
constexpr auto tall = input(224, 224, 64) | conv<3, 3>(64, {.pad = 1}) | relu() | maxpool<2>() | conv<3, 3>(128, {.pad = 1});
static_assert(plan_words<planned<tall, avx512>>() == words("[contraction fold+relu] [contraction]"));
static_assert(planned<tall, avx512>::stages.stages[0].tile == 4 && planned<tall, avx512>::stages.stages[2].tile == 4);
static_assert(planned<tall, avx2>::stages.stages[0].tile == 4);
static_assert(planned<tall, avx512, accuracy::exact>::stages.stages[0].tile == 0);
// Steps of tiles are whole rows of tiles.
static_assert(planned<tall, avx512>::nest_at<0>.tensors[planned<tall, avx512>::nest_at<0>.stages[0].out].grain == 4);
// Too small a cache for as many tiles as use the weights often enough: they stand alone.
static_assert(plan_words<planned<tall, target{.lanes = 8, .registers = 16, .l2 = 128_KiB}>>() ==
              words("[contraction] [fold+relu] [contraction]"));

// A small convolution is not worth a tile's memory.
constexpr auto small = input(14, 14, 16) | conv<3, 3>(32);
static_assert(planned<small, avx512>::stages.stages[0].tile == 0);

// What is bound by its parameters stands alone, and so does what needs a whole map.
constexpr auto head = input(6, 6, 32) | relu() | conv<6, 6>(512) | relu() | flatten() | dense(100) | softmax();
static_assert(planned<head>::nest_count == 4);
constexpr auto turned = input(12, 10, 8) | conv<1, 1>(8) | permute<1, 0, 2>() | conv<1, 1>(8);
static_assert(plan_words<planned<turned>>() == words("[contraction] [move] [contraction]"));
constexpr auto over_the_map = input(12, 10, 8) | conv<1, 1>(8) | instancenorm() | conv<1, 1>(8);
static_assert(plan_words<planned<over_the_map>>() == words("[contraction] [normalise] [contraction]"));

// What two nests behind it read outlives a nest, so that it ends there.
constexpr auto two_readers = input(24, 24, 8) | conv<1, 1>(8) | relu() | branches(maxpool<2>(), conv<1, 1>(4));
static_assert(plan_words<planned<two_readers>>() == words("[contraction+relu] [fold] [contraction]"));

// Where many threads share a map, their seams may repeat at most a tenth of the rows.
constexpr auto chain = input(20, 20, 8) | conv<3, 3>(8, {.pad = 1}) | relu() | conv<3, 3>(8, {.pad = 1}) | relu() |
                       conv<3, 3>(8, {.pad = 1});
static_assert(planned<chain, target{.cores = 1}>::nest_count == 1);
static_assert(planned<chain, target{.cores = 2}>::nest_count == 2);
static_assert(planned<chain, target{.cores = 16}>::nest_count == 3);

// Nests are no longer than the emission unrolls.
constexpr auto long_chain = input(400, 4, 4) | repeat<20>(depthwise<3>({.pad = 1}) | relu());
template <class Plan>
constexpr int longest() {
    int most = 0;
    for (int n = 0; n < Plan::nest_count; ++n)
        most = most < Plan::nests.nests[n].size() ? Plan::nests.nests[n].size() : most;
    return most;
}
static_assert(longest<planned<long_chain>>() == plan::longest_nest);

TEST_CASE("group: a nest whose weights outgrow the cache costs more than it saves") {
    // 1x1 convolutions read anew in every step: inside while they fit, alone where the maps are small beside them.
    static constexpr auto heavy = input(14, 14, 512) | conv<1, 1>(512) | relu() | conv<1, 1>(512);
    CHECK(planned<heavy, target{.l2 = 8_MiB}, accuracy::exact>::nest_count == 1);
    CHECK(planned<heavy, target{.l2 = 512_KiB}, accuracy::exact>::nest_count == 2);
    // Strassen's products want the cache for themselves, whatever its size.
    CHECK(planned<heavy, target{.lanes = 16, .registers = 32, .l2 = 8_MiB}>::nest_count == 2);
}

}  // namespace
