#include <fusenet/layers/tanh.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(fusenet::tanh(), shape::vector(1)).known == known_map::tanh);
static_assert(facts_on(fusenet::tanh(), shape::vector(1)).monotone);

TEST_CASE("tanh") {
    check_map(fusenet::tanh(),
              {{-1, -0.76159415595576489}, {0, 0}, {0.5, 0.46211715726000976}, {1e30, 1}, {-1e30, -1}});
}
