// The verifier on the chains of the other tests: it finds nothing, for every number of threads.
#include "../support.hpp"
#include "chains.hpp"

namespace {

using namespace fusenet;

TEST_CASE("nest verify: chains of every kind and height keep their promises") {
    for (int height : {1, 2, 5, 8, 13, 29})
        for (const test::chain& c : test::all_chains(height)) {
            INFO(c.name, " on ", height, " rows");
            test::with_nest(c.stages, c.range, target{.l2 = 4096}, [&](const auto& n) {
                const plan::stage_list<plan::stage_former<96, 192>::capacity>& list = c.stages;
                const long long bands = plan::aligned(n.band_floats);
                const shape summed = list.tensors[list.stages[c.range.end - 1].in].extent;
                const long long sums = n.totals ? n.height() * plan::aligned(summed.c) : 0;
                CHECK(nest::verify(n, list, c.range, 0, bands + sums, n.totals ? bands : 0).why == sentence());
                for (int pieces : {4, 7, height}) CHECK(nest::verify_walk(n, 0, pieces).why == sentence());
            });
        }
}

/// A walk that is cut off says nothing of what it did not see.
TEST_CASE("nest verify: a walk may be cut off") {
    test::network_sketch net(shape::image(30, 5, 4));
    net.add(depthwise<3>({.pad = 1}), {net.add(conv<1, 1>(9), {0})});
    const test::chain c = test::chain_of("two", net.finish());
    auto n = nest::collapse<2>(c.stages, c.range, target{.l2 = 1024});
    REQUIRE(n.step < 10);
    n.tensors[n.stages[1].in].keeps = false;  // which the second step notices
    CHECK(nest::verify_walk(n, 0, 1).found());
    CHECK_FALSE(nest::verify_walk(n, 0, 1, 1).found());
}

}  // namespace
