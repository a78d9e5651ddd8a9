#include <fusenet/core/math.hpp>

#include "../support.hpp"

using namespace fusenet;

static_assert(fusenet::max(2.f, 3.f) == 3 && fusenet::max(3.0, 2.0) == 3 && fusenet::max(-1.f, -1.f) == -1);
static_assert(fusenet::min(2.f, 3.f) == 2 && fusenet::min(3.0, 2.0) == 2);

TEST_CASE("max and min choose the second where either is not a number") {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(std::isnan(fusenet::max(0.f, nan)));
    CHECK(std::isnan(fusenet::min(0.f, nan)));
    CHECK(fusenet::max(nan, 0.f) == 0);
    CHECK(fusenet::min(nan, 0.f) == 0);
}
