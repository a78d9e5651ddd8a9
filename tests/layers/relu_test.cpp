#include <fusenet/layers/relu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(1);
static_assert(facts_on(relu(), cell).known == known_map::relu && facts_on(relu(), cell).monotone);

TEST_CASE("relu keeps what is positive") { check_map(relu(), {{-2, 0}, {-1e30, 0}, {0, 0}, {0.5, 0.5}, {1e30, 1e30}}); }
