#include <fusenet/layers/mul.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape map = shape::image(8, 8, 4), cell = shape::image(1, 1, 4), vector = shape::vector(4);
static_assert(joined(mul(), map, map) == map && joined(mul(), map, cell) == map);
static_assert(joined(mul(), vector, map) == map && joined(mul(), vector, vector) == vector);
static_assert(joined(mul(), map, shape::image(8, 8, 1)).rank == 0);
static_assert(joined(mul(), map, shape::image(4, 4, 4)).rank == 0);

TEST_CASE("mul is the product") {
    CHECK(mul()(3.0f, -2.0f) == -6);
    CHECK(mul()(0.5, 0.5) == 0.25);
}
