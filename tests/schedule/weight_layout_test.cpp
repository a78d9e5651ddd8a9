// Packed weights for machines of every width: how large, and that none lies in another's place.
#include <algorithm>
#include <array>
#include <fusenet/schedule/verify.hpp>
#include <fusenet/schedule/weight_layout.hpp>

#include "../plan/planning.hpp"
#include "../plan/sketch.hpp"
#include "../support.hpp"

namespace {

using namespace fusenet;
using schedule::packing;
using schedule::packing_of;

template <layer L>
ir_node node_of(const L& l, shape in) {
    test::network_sketch net(in);
    REQUIRE(net.add(l, {0}) == 1);
    return net.net().nodes[1];
}

TEST_CASE("weight_layout: packing of each kind of contraction") {
    struct row {
        const char* what;
        ir_node node;
        bool depthwise;
        int lanes;
        packing expected;
    };
    const shape in = shape::image(8, 8, 12);
    for (const row& r : {
             row{"panels of two vectors", node_of(conv<3, 3>(30), in), false, 8, {1, 12, 30, 9, 16}},
             row{"panels of three vectors", node_of(conv<1, 1>(20), in), false, 8, {1, 12, 20, 1, 24}},
             row{"scalars", node_of(conv<3, 3>(30), in), false, 1, {1, 12, 30, 9, 3}},
             row{"four lanes", node_of(conv<3, 3>(30), in), false, 4, {1, 12, 30, 9, 8}},
             row{"sixteen lanes", node_of(conv<3, 3>(30), in), false, 16, {1, 12, 30, 9, 32}},
             row{"groups", node_of(conv<3, 3>(30, {.groups = 3}), in), false, 8, {3, 4, 10, 9, 16}},
             row{"each channel alone", node_of(depthwise<5>(), in), true, 8, {1, 1, 12, 25, 8, false}},
             row{"transposed", node_of(conv_transpose<2, 2>(7, {.stride = 2}), in), false, 8, {1, 12, 7, 4, 8}},
             row{"a vector", node_of(dense(10), shape::vector(70)), false, 8, {1, 70, 10, 1, 16}},
         }) {
        INFO(std::string(r.what));
        const packing p = packing_of(r.node, r.depthwise, {.lanes = r.lanes, .registers = r.lanes == 16 ? 32 : 16});
        const packing& e = r.expected;
        CHECK(p.groups == e.groups);
        CHECK(p.from == e.from);
        CHECK(p.to == e.to);
        CHECK(p.taps == e.taps);
        CHECK(p.width == e.width);
        CHECK(p.panels == e.panels);
        CHECK(p.padded() % p.width == 0);
        CHECK(p.padded() >= p.to);
        CHECK(p.padded() < p.to + p.width);
        CHECK(p.together == 0);
        CHECK(p.floats() == 1LL * e.groups * e.taps * e.from * p.padded());
        CHECK(p.bias_floats() >= 1LL * e.groups * p.padded());
        if (p.panels && p.groups == 1)
            CHECK(p.floats() ==
                  packed_floats(p.depth(), p.to, {.lanes = r.lanes, .registers = r.lanes == 16 ? 32 : 16}));
    }
}

TEST_CASE("weight_layout: groups that share a panel, each weight and bias in a place of its own") {
    const target machine{.lanes = 16};
    for (const auto& [groups, from, to] : {std::array{32, 4, 4}, std::array{20, 3, 3}, std::array{7, 2, 5}, std::array{3, 12, 12}}) {
        const packing p = packing_of(node_of(conv<3, 3>(groups * to, {.groups = groups}), shape::image(8, 8, groups * from)), false, machine);
        REQUIRE(p.together > 0);
        CHECK(p.width == 16);
        CHECK(p.values() == 1LL * p.blocks() * 9 * from * 16);
        std::vector<int> weights(static_cast<std::size_t>(p.values())), biases(static_cast<std::size_t>(p.bias_floats()));
        for (int g = 0; g < groups; ++g)
            for (int o = 0; o < to; ++o) {
                ++biases.at(static_cast<std::size_t>(p.bias_at(g, o)));
                for (int i = 0; i < from; ++i)
                    for (int tap = 0; tap < 9; ++tap) ++weights.at(static_cast<std::size_t>(p.in_panels(g, o, i, tap)));
            }
        CHECK(std::ranges::count(weights, 1) == 9 * from * to * groups);
        CHECK(std::ranges::count(biases, 1) == to * groups);
    }
}

/// [first, end) of everything that a layout places.
template <int C>
std::vector<std::pair<long long, long long>> places(const test::whole_plan<C>& p, const test::small_ir& net,
                                                    const target& machine) {
    std::vector<std::pair<long long, long long>> all;
    auto add = [&](long long at, long long floats) {
        if (floats > 0) all.emplace_back(at, at + floats);
    };
    for (int s = 0; s < p.stages.stage_count; ++s) {
        const plan::stage& st = p.stages.stages[s];
        if (st.does == plan::op::contraction || st.does == plan::op::depthwise) {
            const packing k = packing_of(net.nodes[st.node], st.does == plan::op::depthwise, machine);
            add(p.layout.weights[s], k.floats());
            add(p.layout.bias[s], k.bias_floats());
        } else if (st.does == plan::op::normalise) {
            add(p.layout.stage_operands[s],
                net.nodes[st.node].is.operands * schedule::channel_floats(net.nodes[st.node].out.c));
        }
        for (int k = st.first_step; k < st.first_step + st.steps; ++k)
            if (const plan::epilogue_step& step = p.stages.steps[k]; step.other < 0)
                add(p.layout.operands[k],
                    net.nodes[step.node].is.operands * schedule::channel_floats(net.nodes[step.node].out.c));
    }
    return all;
}

TEST_CASE("weight_layout: nothing overlaps, vectors are aligned to 64 bytes, for lanes of every number") {
    int several = 0;
    for (int lanes : {1, 4, 8, 16})
        for (unsigned seed = 0; seed < 150; ++seed) {
            CAPTURE(lanes);
            CAPTURE(seed);
            test::random_network random(seed);
            const auto net = random.draw();
            target machine = random.draw_target();
            machine.lanes = lanes;
            const auto p = test::make_plan(net, machine, true);
            auto all = places(p, net, machine);
            std::ranges::sort(all);
            bool aligned = true, apart = true;
            for (std::size_t i = 0; i < all.size(); ++i) {
                aligned = aligned && (lanes == 1 || all[i].first % 16 == 0);
                apart = apart && (i == 0 || all[i - 1].second <= all[i].first);
            }
            CHECK(aligned);
            CHECK(apart);
            CHECK((all.empty() || all.back().second <= p.layout.floats));
            several += all.size() > 4;
            CHECK(schedule::verify_weights(p.layout, p.stages, net, machine).why == sentence());
        }
    CHECK(several > 100);
}

/// A vector may be loaded from any channel on.
TEST_CASE("weight_layout: values of channels have a vector to spare") {
    for (int channels = 1; channels < 100; ++channels) {
        CHECK(schedule::channel_floats(channels) % 16 == 0);
        CHECK(schedule::channel_floats(channels) >= channels + 16);
    }
}

}  // namespace
