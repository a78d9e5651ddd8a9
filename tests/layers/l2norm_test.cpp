#include <fusenet/layers/l2norm.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(!complaint(l2norm({.epsilon = 0}), shape::vector(2)).empty());

TEST_CASE("l2norm divides each cell by its length") {
    const auto out = normalised(l2norm(), shape::signal(3, 2), {3, 4, 0, -2, 0, 0});
    CHECK(max_error(out, std::vector<double>{0.6, 0.8, 0, -1, 0, 0}) < 1e-12);
}
