#include <cmath>
#include <fusenet/layers/tanh.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(fusenet::tanh(), shape::vector(1)).known == known_map::tanh);
static_assert(facts_on(fusenet::tanh(), shape::vector(1)).monotone);

TEST_CASE("tanh stays within -1 and 1") {
    for (const auto how : {activation_accuracy::fast, activation_accuracy::close, activation_accuracy::accurate})
        for (float x = -15; x < 15; x += 0.00390625f) CHECK(std::abs(tanh(how)(x)) <= 1);
}

TEST_CASE("tanh") {
    check_map(fusenet::tanh(),
              {{-1, -0.76159415595576489}, {0, 0}, {0.5, 0.46211715726000976}, {1e30, 1}, {-1e30, -1}});
}
