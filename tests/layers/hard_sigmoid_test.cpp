#include <fusenet/layers/hard_sigmoid.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(hard_sigmoid(), shape::vector(1)).monotone);
static_assert(!facts_on(hard_sigmoid({.slope = -1}), shape::vector(1)).monotone);

TEST_CASE("hard_sigmoid is a clipped line") {
    check_map(hard_sigmoid(), {{-4, 0}, {-3, 0}, {-1, 1.0 / 3}, {0, 0.5}, {1, 2.0 / 3}, {3, 1}, {4, 1}});
    check_map(hard_sigmoid({.slope = 0.2f}), {{-2.5, 0}, {1, 0.7}, {2.5, 1}});  // ONNX's default
}
