#include <fusenet/layers/slice.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(slice(2, 3), shape::image(2, 2, 6)) == shape::image(2, 2, 3));
static_assert(made(slice(5, 1), shape::vector(6)) == shape::vector(1));
static_assert(!complaint(slice(5, 2), shape::vector(6)).empty() && !complaint(slice(-1, 2), shape::vector(6)).empty());
static_assert(!complaint(slice(0, 0), shape::vector(6)).empty());

TEST_CASE("slice takes some channels of every cell") {
    CHECK(moved(slice(1, 2), shape::signal(2, 4), counted(shape::signal(2, 4))) == std::vector<float>{1, 2, 5, 6});
}
