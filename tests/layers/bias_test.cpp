#include <fusenet/layers/bias.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(made(bias(), image) == image);
static_assert(facts_on(bias(), image).affine && facts_on(bias(), image).monotone);
static_assert(parameter_count(bias(), image) == 1 && parameter_extent(bias(), image, 0) == dims(4));
static_assert(parameters_of(bias(), image).all[0].fallback == 0);

TEST_CASE("bias adds the channel's shift") {
    CHECK(bias()(3.0f, -2.0f) == 1);
    CHECK(bias()(3.0, 0.5) == 3.5);
}
