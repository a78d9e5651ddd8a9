#include <fusenet/layers/flatten.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(flatten(), shape::image(2, 3, 4)) == shape::vector(24));
static_assert(made(flatten(), shape::signal(5, 2)) == shape::vector(10));
static_assert(!facts_on(flatten(), shape::image(2, 3, 4)).reorders);

TEST_CASE("flatten leaves the memory as it is") {
    const shape in = shape::image(2, 3, 4);
    CHECK(moved(flatten(), in, counted(in)) == counted(in));
}
