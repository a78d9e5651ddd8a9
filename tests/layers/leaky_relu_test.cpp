#include <fusenet/layers/leaky_relu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(1);
constexpr facts tenth = facts_on(leaky_relu(0.1f), cell);
static_assert(tenth.known == known_map::leaky_relu && tenth.alpha == 0.1f && tenth.monotone);
static_assert(!facts_on(leaky_relu(-0.1f), cell).monotone);
static_assert(label_of(leaky_relu(0.1f)) == label("leaky_relu 0.1"));

TEST_CASE("leaky_relu flattens what is negative") {
    check_map(leaky_relu(), {{-2, -0.02}, {0, 0}, {3, 3}});
    check_map(leaky_relu(0.1f), {{-2, -0.2}, {3, 3}});
    check_map(leaky_relu(-1), {{-2, 2}, {3, 3}});  // the absolute value
    check_map(leaky_relu(2), {{-2, -4}, {3, 3}});
}
