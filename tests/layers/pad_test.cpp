#include <fusenet/layers/pad.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 2, 1);
static_assert(made(pad(1), image) == shape::image(4, 4, 1));
static_assert(made(pad({1, 2, 3, 4}), image) == shape::image(6, 8, 1));
static_assert(made(pad({1, 2}), image) == shape::image(4, 6, 1));
static_assert(made(pad(2), shape::signal(5, 3)) == shape::signal(9, 3));
static_assert(facts_on(pad(1), image).pads_zero && !facts_on(pad(1, 0.5f), image).pads_zero);
static_assert(!complaint(pad(-1), image).empty() && !complaint(pad(same), image).empty());
static_assert(!complaint(pad(1), shape::vector(4)).empty());

static_assert(made(crop({1, 2, 0, 1}), shape::image(6, 8, 3)) == shape::image(5, 5, 3));
static_assert(made(crop(1), shape::signal(5, 3)) == shape::signal(3, 3));
static_assert(!facts_on(crop(1), shape::image(5, 5, 1)).reads.single_cell());
static_assert(!complaint(crop(-1), image).empty());
static_assert(complaint(crop(1), image).view() == "crop: nothing is left of [2x2x1]; take fewer cells away");

TEST_CASE("pad puts a value on each side") {
    CHECK(moved(pad({1, 0, 0, 2}, 9), image, {1, 2, 3, 4}) == std::vector<float>{9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9});
    CHECK(moved(pad({0, 1}), shape::signal(2, 2), {1, 2, 3, 4}) == std::vector<float>{0, 0, 1, 2, 3, 4, 0, 0});
}

TEST_CASE("crop takes cells away from each side") {
    CHECK(moved(crop({1, 0, 0, 2}), shape::image(3, 3, 1), {1, 2, 3, 4, 5, 6, 7, 8, 9}) == std::vector<float>{4, 7});
}

TEST_CASE("crop undoes pad") {
    const auto padded = moved(pad({3, 1, 0, 2}), image, counted(image));
    CHECK(moved(crop({3, 1, 0, 2}), made(pad({3, 1, 0, 2}), image), padded) == counted(image));
}
