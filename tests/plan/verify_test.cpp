// The verifiers on networks drawn at random: they find nothing in a plan as it is made.
#include "../support.hpp"
#include "planning.hpp"
#include "sketch.hpp"

namespace {

using namespace fusenet;

TEST_CASE("plan: random networks keep every promise, fused and layer by layer") {
    int nests_of_several = 0, in_place = 0, slices = 0;
    for (unsigned seed = 0; seed < 1500; ++seed) {
        CAPTURE(seed);
        test::random_network random(seed);
        const auto net = random.draw();
        const target machine = random.draw_target();
        for (bool fuse : {true, false}) {
            CAPTURE(fuse);
            const auto p = test::make_plan(net, machine, fuse);
            CHECK(test::check_whole(p).why == sentence());
            CHECK(schedule::verify_weights(p.layout, p.stages, net, machine).why == sentence());
            for (int pieces : {1, 2, 3, 7, 1000}) {  // the last: each row a piece
                CAPTURE(pieces);
                CHECK(test::check_nests(p, machine, pieces).why == sentence());
            }
            for (int k = 0; k < p.nests.count; ++k) nests_of_several += p.nests.nests[k].size() > 1;
            for (short shared : p.in_place) in_place += shared >= 0;
            for (int t = 0; t < p.stages.tensor_count; ++t) slices += p.stages.tensors[t].slice;
        }
    }
    CHECK(nests_of_several > 500);  // the draw reaches what is to be tested
    CHECK(in_place > 50);
    CHECK(slices > 500);
}

}  // namespace
