#include <fusenet/layers/maximum.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape map = shape::image(8, 8, 4), cell = shape::image(1, 1, 4), vector = shape::vector(4);
static_assert(joined(maximum(), map, map) == map && joined(maximum(), map, cell) == map);
static_assert(joined(maximum(), vector, map) == map && joined(maximum(), vector, vector) == vector);
static_assert(joined(maximum(), map, shape::image(8, 8, 1)).rank == 0);
static_assert(joined(maximum(), map, shape::image(4, 4, 4)).rank == 0);

TEST_CASE("maximum takes the larger, minimum the smaller") {
    CHECK(maximum()(3.0f, -2.0f) == 3);
    CHECK(maximum()(-3.0, -2.0) == -2);
    CHECK(minimum()(3.0f, -2.0f) == -2);
    CHECK(minimum()(-3.0, -2.0) == -3);
}

TEST_CASE("minimum follows the same rule of shapes") {
    const shape in[]{map, cell};
    problem p;
    CHECK(minimum().out(in, 2, p) == map);
    CHECK(!p.found());
}
