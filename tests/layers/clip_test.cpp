#include <fusenet/layers/clip.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(1);
constexpr facts six = facts_on(relu6(), cell);
static_assert(six.known == known_map::clip && six.monotone && six.alpha == 0 && six.beta == 6);
static_assert(complaint(clip(0, 0), cell).empty());
static_assert(!complaint(clip(1, 0), cell).empty());
static_assert(label_of(relu6()) == label("relu6"));

TEST_CASE("clip keeps between its bounds") {
    check_map(relu6(), {{-2, 0}, {3, 3}, {6, 6}, {7, 6}});
    check_map(clip(-1, 0.5f), {{-2, -1}, {-0.5, -0.5}, {0.5, 0.5}, {7, 0.5}});
}
