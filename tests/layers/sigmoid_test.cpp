#include <fusenet/layers/sigmoid.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(sigmoid(), shape::vector(1)).known == known_map::sigmoid);
static_assert(facts_on(sigmoid(), shape::vector(1)).monotone);

TEST_CASE("sigmoid stays within 0 and 1, so that its logarithm is a number") {
    for (const auto how : {activation_accuracy::fast, activation_accuracy::close, activation_accuracy::accurate})
        for (float x = -30; x < 30; x += 0.0078125f) {
            const float y = sigmoid(how)(x);
            CHECK((y >= 0 && y <= 1));
        }
}

TEST_CASE("sigmoid is 1 / (1 + exp(-x))") {
    check_map(sigmoid(), {{-1, 0.26894142136999512}, {0, 0.5}, {1, 0.73105857863000490}, {1e30, 1}, {-1e30, 0}});
}
