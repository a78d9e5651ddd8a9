#include <fusenet/layers/prelu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(parameter_extent(prelu(), image, 0) == dims(4));
static_assert(parameter_extent(prelu({.single = true}), image, 0) == dims(1));
static_assert(!facts_on(prelu(), image).monotone && facts_on(prelu(), image).operands == 1);

TEST_CASE("prelu flattens what is negative by the channel's slope") {
    CHECK(prelu()(3.0f, 0.25f) == 3);
    CHECK(prelu()(-3.0f, 0.25f) == -0.75f);
    CHECK(prelu()(-3.0f, -2.0f) == 6);
}

TEST_CASE("prelu takes its slopes from one for each channel, or from a single one") {
    const float slopes[]{0.5f, 0.125f};
    const float* const given[]{slopes};
    float slope = 0;
    prelu().prepare(given, 1, &slope);
    CHECK(slope == 0.125f);
    prelu({.single = true}).prepare(given, 1, &slope);
    CHECK(slope == 0.5f);
}
