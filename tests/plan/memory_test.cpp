// Memory: what lives at the same time lies apart, found again by brute force; joins in place; slices without copies.
#include <algorithm>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>

#include "../support.hpp"
#include "plan_words.hpp"
#include "planning.hpp"
#include "sketch.hpp"

namespace {

using namespace fusenet;
using plan::op;

/// A piece of the arena, and the nests between which it must stay as it is.
struct held {
    long long begin = 0, end = 0;
    int from = 0, until = 0;
};

/// Every tensor in the arena from the nest that first writes to the last that reads, and every nest's bands; read off
/// the stages, nest by nest.
template <int C>
std::vector<held> everything_held(const test::whole_plan<C>& p) {
    std::vector<held> all;
    for (int t = 1; t < p.stages.tensor_count; ++t) {
        if (p.stages.tensors[t].storage != t || p.stages.tensors[t].output >= 0) continue;
        bool outlives = false;
        held h{p.memory.offset[t], p.memory.offset[t] + p.stages.tensors[t].extent.size(), 1 << 30, -1};
        for (int n = 0; n < p.nests.count; ++n)
            for (int s = p.nests.nests[n].first; s < p.nests.nests[n].end; ++s) {
                bool touched = p.stages.tensors[p.stages.stages[s].out].storage == t;
                plan::each_tensor_read(p.stages, p.stages.stages[s],
                                       [&](int r, int) { touched = touched || p.stages.tensors[r].storage == t; });
                if (touched) h.from = std::min(h.from, n), h.until = std::max(h.until, n);
                outlives = outlives || (touched && p.nests.nests[n].result == t);
            }
        if (outlives) all.push_back(h);
    }
    for (int n = 0; n < p.nests.count; ++n)
        all.push_back({p.memory.bands[n], p.memory.bands[n] + p.bands[static_cast<std::size_t>(n)], n, n});
    return all;
}

TEST_CASE("memory: of random networks nothing overlaps while it is alive, and the peak is that of liveness") {
    long long taken = 0, needed = 0;
    for (unsigned seed = 0; seed < 600; ++seed) {
        CAPTURE(seed);
        test::random_network random(seed);
        const auto net = random.draw();
        const target machine = random.draw_target();
        for (bool fuse : {true, false}) {
            const auto p = test::make_plan(net, machine, fuse);
            const auto pieces = everything_held(p);
            auto in_place = [&](const held& a,
                                const held& b) {  // b begins where a ends, and there a nest works in place
                return a.begin == b.begin && a.until == b.from && p.in_place[static_cast<std::size_t>(b.from)] >= 0;
            };
            bool apart = true, inside = true;
            for (std::size_t i = 0; i < pieces.size(); ++i) {
                const held& a = pieces[i];
                inside = inside && a.begin >= 0 && a.begin % 16 == 0 && a.end <= p.memory.floats;
                for (std::size_t j = 0; j < i; ++j) {
                    const held& b = pieces[j];
                    const bool meet = a.from <= b.until && b.from <= a.until && a.begin < b.end && b.begin < a.end;
                    apart = apart && (!meet || in_place(a, b) || in_place(b, a));
                }
            }
            CHECK(apart);
            CHECK(inside);

            long long peak = 0;
            for (int n = 0; n < p.nests.count; ++n) {
                std::vector<std::pair<long long, long long>> now;  // what works in place counts once
                long long sum = 0;
                for (const held& h : pieces)
                    if (h.from <= n && n <= h.until && h.end > h.begin &&
                        std::ranges::find(now, std::pair(h.begin, h.end)) == now.end()) {
                        now.emplace_back(h.begin, h.end);
                        sum += plan::aligned(h.end - h.begin);
                    }
                peak = std::max(peak, sum);
            }
            CHECK(p.memory.lower_bound == peak);
            CHECK(p.memory.floats >= peak);
            taken += p.memory.floats, needed += peak;
        }
    }
    CHECK(10 * taken < 11 * needed);  // first fit leaves few holes
}

TEST_CASE("memory: more threads have bands of their own, and nothing else") {
    static constexpr auto net = input(30, 30, 4) | conv<3, 3>(8) | relu() | maxpool<2>() | conv<1, 1>(3);
    using p = planned<net, target{.l2 = 16_KiB, .meeting = 0}>;
    long long most = 0;
    for (int n = 0; n < p::nest_count; ++n) most = std::max(most, 4 * plan::aligned(p::nest_floats.bands[n]));
    CHECK(most > 0);
    CHECK(p::arena_bytes_for(1) == p::arena_bytes);
    for (int threads : {2, 3, 8}) CHECK(p::arena_bytes_for(threads) == p::arena_bytes + (threads - 1) * most);
    for (int threads : {1, 2, 8}) CHECK(p::arena_bytes_for(threads, sharing::batch) == threads * p::arena_bytes);
    using small = planned<net, target{.meeting = 1'000'000'000}>;  // keeps to one thread
    CHECK(small::arena_bytes_for(8) == small::arena_bytes);
}

// A sum takes the place of the map that it ends. Exact, so that no tiles lie beside them.
constexpr auto basic = input(8, 8, 64) | conv<3, 3>(64, {.pad = 1}) | relu() |
                       residual(conv<3, 3>(64, {.pad = 1}) | relu() | conv<3, 3>(64, {.pad = 1})) | relu() |
                       conv<3, 3>(64, {.pad = 1});
using alone = planned<basic, target{.l2 = 32_KiB, .balance = 1}, accuracy::exact>;
constexpr bool adds_in_place() {
    for (int n = 0; n < alone::nest_count; ++n) {
        const int taken = alone::nest_floats.in_place[n];
        if (taken >= 0 && alone::memory.offset[taken] == alone::memory.offset[alone::nests.nests[n].result])
            return true;
    }
    return false;
}
static_assert(adds_in_place());
static_assert(alone::arena_bytes == 2 * 4 * 8 * 8 * 64);  // the shortcut, and the map between

// The slices of a concat are written where they belong; layer by layer they are copied there.
constexpr auto inception = input(14, 14, 16) |
                           concat(conv<1, 1>(8) | relu(), conv<1, 1>(6) | relu() | conv<3, 3>(9, {.pad = 1}) | relu(),
                                  maxpool<3>({.stride = 1, .pad = 1}) | conv<1, 1>(5)) |
                           concat(conv<3, 3>(7, {.pad = 1}), maxpool<3>({.stride = 1, .pad = 1}));
static_assert(test::count_of<planned<inception>>(op::copy) == 0);
static_assert(test::count_of<planned<inception, layer_by_layer>>(op::copy) == 3 + 2 + 3);  // maps, and slices

// What fuses needs less than the layers one by one.
constexpr auto lenet = input(28, 28, 1) | conv<5, 5>(20) | relu() | maxpool<2>() | conv<5, 5>(50) | relu() |
                       maxpool<2>() | flatten() | dense(10);
static_assert(planned<basic>::arena_bytes < planned<basic, layer_by_layer>::arena_bytes);
static_assert(planned<inception>::arena_bytes < planned<inception, layer_by_layer>::arena_bytes);
static_assert(2 * planned<lenet>::arena_bytes < planned<lenet, layer_by_layer>::arena_bytes);
static_assert(planned<lenet>::traffic_bytes < planned<lenet>::layer_traffic_bytes);

// As many maps at once as there are branches.
template <int... Branch>
constexpr auto branched(std::integer_sequence<int, Branch...>) {
    return input(4, 4, 4) | branches(((void)Branch, conv<3, 3>(4))...) | add();
}
constexpr auto crowd = branched(std::make_integer_sequence<int, 110>());
static_assert(planned<crowd>::arena_bytes == 4 * 110 * 2 * 2 * 4);

// Only outputs and views of the input: no arena at all.
constexpr auto nothing_between = input(8, 8, 4) | conv<3, 3>(5) | relu();
static_assert(planned<nothing_between>::arena_bytes == 0);

}  // namespace
