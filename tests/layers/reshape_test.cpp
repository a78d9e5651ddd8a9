#include <fusenet/layers/reshape.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(reshape(4, 3, 2), shape::vector(24)) == shape::image(4, 3, 2));
static_assert(made(reshape(6, 4), shape::image(2, 3, 4)) == shape::signal(6, 4));
static_assert(made(reshape(24), shape::image(2, 3, 4)) == shape::vector(24));
static_assert(!facts_on(reshape(24), shape::image(2, 3, 4)).reorders);
static_assert(complaint(reshape(5, 5), shape::vector(24)).view() == "reshape: [24] has 24 values, but [5x5] has 25");
static_assert(!complaint(reshape(-4, -6), shape::vector(24)).empty());
static_assert(label_of(reshape(6, 4)) == label("reshape [6x4]"));

TEST_CASE("reshape leaves the memory as it is") {
    const shape in = shape::image(2, 3, 4);
    CHECK(moved(reshape(4, 3, 2), in, counted(in)) == counted(in));
    CHECK(moved(reshape(8, 3), in, counted(in)) == counted(in));
}
