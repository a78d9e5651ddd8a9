#include <fusenet/layers/scale.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(made(scale(), image) == image);
static_assert(facts_on(scale(), image).affine && !facts_on(scale(), image).monotone);
static_assert(parameter_count(scale(), image) == 1 && parameter_extent(scale(), image, 0) == dims(4));
static_assert(parameters_of(scale(), image).all[0].fallback == 1);

TEST_CASE("scale multiplies by the channel's gain") {
    CHECK(scale()(3.0f, -2.0f) == -6);
    CHECK(scale()(3.0, 0.5) == 1.5);
}
