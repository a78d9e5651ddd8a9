#include <fusenet/layers/hard_swish.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(hard_swish(), shape::vector(1)).known == known_map::hard_swish);

TEST_CASE("hard_swish is x * clip(x + 3, 0, 6) / 6") {
    check_map(hard_swish(), {{-4, 0}, {-3, 0}, {-1, -1.0 / 3}, {0, 0}, {1, 2.0 / 3}, {3, 3}, {1e30, 1e30}});
}
