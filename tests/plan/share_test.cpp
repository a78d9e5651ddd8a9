// How threads divide nests: rows where there are enough of them, else channels.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <string>

#include "../support.hpp"
#include "plan_words.hpp"
#include "planning.hpp"
#include "sketch.hpp"

namespace {

using namespace fusenet;
using plan::split;
using test::plan_words;
using test::words;

// Tiles: rows of them, where these divide evenly and weigh less than the map; else channels.
constexpr target avx512{.lanes = 16, .registers = 32, .l2 = 1_MiB, .cores = 2};
constexpr auto large_map = input(56, 56, 64) | conv<3, 3>(64, {.pad = 1});
constexpr auto large_weights = input(14, 14, 256) | conv<3, 3>(256, {.pad = 1});
constexpr auto odd_rows = input(28, 28, 64) | conv<3, 3>(64, {.pad = 1});
template <const auto& Net>
constexpr bool tiled_and(split shares) {
    using plan_of = planned<Net, avx512>;
    return plan_of::stages.stages[0].tile > 0 && plan_of::nests.nests[0].shares == shares;
}
static_assert(tiled_and<large_map>(split::rows));
static_assert(tiled_and<large_weights>(split::channels));
static_assert(tiled_and<odd_rows>(split::channels));

TEST_CASE("share: a stage alone") {
    struct row {
        const char* what;
        int cores;
        test::small_ir net;
        split shares;
    };
    auto alone = [](const auto& l, shape in) {
        test::network_sketch net(in);
        net.add(l, {0});
        return net.finish();
    };
    for (const row& r : {row{"more cells than weights", 1, alone(conv<1, 1>(4), shape::image(9, 9, 4)), split::rows},
                         row{"more weights than cells", 1, alone(conv<3, 3>(64, {.pad = 1}), shape::image(4, 4, 64)), split::channels},
                         row{"in groups", 1, alone(conv<3, 3>(64, {.pad = 1, .groups = 2}), shape::image(4, 4, 64)), split::rows},
                         row{"a vector", 1, alone(dense(50), shape::vector(70)), split::channels},
                         row{"a vector's map", 1, alone(relu(), shape::vector(70)), split::none},
                         row{"a move", 2, alone(permute<1, 0, 2>(), shape::image(9, 8, 4)), split::none},
                         row{"a pool", 1, alone(maxpool<2>(), shape::image(9, 8, 128)), split::rows},
                         row{"many rows", 2, alone(maxpool<3>({.stride = 1, .pad = 1}), shape::image(24, 8, 256)), split::rows},
                         row{"an odd row in seven", 2, alone(maxpool<3>({.stride = 1, .pad = 1}), shape::image(7, 8, 256)), split::channels},
                         row{"nor channels enough", 2, alone(maxpool<3>({.stride = 1, .pad = 1}), shape::image(7, 8, 16)), split::rows}}) {
        INFO(std::string(r.what));
        const target machine{.lanes = 16, .registers = 32, .cores = r.cores};
        const auto stages = plan::form_stages(r.net, machine, true);
        CHECK(plan::share(stages, 0, 1, machine) == r.shares);
    }
}

constexpr target two{.lanes = 16, .registers = 32, .l2 = 1_MiB, .cores = 2};
constexpr target one{.lanes = 16, .registers = 32, .l2 = 1_MiB, .cores = 1};
constexpr target three{.lanes = 16, .registers = 32, .l2 = 1_MiB, .cores = 3};

// A block on a small map: a seam would repeat a seventh of the rows, so the nest ends before the window.
constexpr auto small = input(14, 14, 80) | residual(conv<1, 1>(480) | relu6() | depthwise<3>({.pad = 1}) | relu6() | conv<1, 1>(80));
static_assert(plan_words<planned<small, one>>() == words("[contraction+clip depthwise+clip contraction+add]"));
static_assert(plan_words<planned<small, two>>() == words("[contraction+clip] [depthwise+clip contraction+add]"));
static_assert(planned<small, two>::nest_at<0>.shares == split::rows);
static_assert(planned<small, two>::nest_at<1>.shares == split::rows);

// On a tiny one rows cannot be divided evenly: the threads divide the channels of its first half, then of its second.
constexpr auto tiny = input(7, 7, 80) | residual(conv<1, 1>(480) | relu6() | depthwise<3>({.pad = 1}) | relu6() | conv<1, 1>(80));
static_assert(plan_words<planned<tiny, two>>() == words("[contraction+clip depthwise+clip] [contraction+add]"));
static_assert(planned<tiny, two>::nest_at<0>.shares == split::channels);
static_assert(planned<tiny, two>::nest_at<1>.shares == split::channels);

// On a large one seams are few.
constexpr auto large = input(80, 80, 16) | residual(conv<1, 1>(96) | relu6() | depthwise<3>({.pad = 1}) | relu6() | conv<1, 1>(16));
static_assert(planned<large, two>::nest_count == 1);
static_assert(planned<large, two>::nest_at<0>.shares == split::rows);

// A head: every thread totals its own channels.
constexpr auto head = input(7, 7, 320) | conv<1, 1>(1280) | relu6() | global_avgpool();
static_assert(plan_words<planned<head, two>>() == words("[contraction+clip total]"));
static_assert(planned<head, two>::nest_at<0>.shares == split::channels);
static_assert(plan_words<planned<head, three>>() == words("[contraction+clip total]"));

}  // namespace
