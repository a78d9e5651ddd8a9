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
static_assert(!complaint(pad(2, reflect{}), image).empty() && complaint(pad(2, edge{}), image).empty());
static_assert(!facts_on(pad(1, edge{}), image).pads_zero);

static_assert(made(crop({1, 2, 0, 1}), shape::image(6, 8, 3)) == shape::image(5, 5, 3));
static_assert(made(crop(1), shape::signal(5, 3)) == shape::signal(3, 3));
static_assert(!facts_on(crop(1), shape::image(5, 5, 1)).reads.single_cell());
static_assert(!complaint(crop(-1), image).empty());
static_assert(complaint(crop(1), image).view() == "crop: nothing is left of [2x2x1]; take fewer cells away");

TEST_CASE("pad puts a value on each side") {
    CHECK(moved(pad({1, 0, 0, 2}, 9), image, {1, 2, 3, 4}) == std::vector<float>{9, 9, 9, 9, 1, 2, 9, 9, 3, 4, 9, 9});
    CHECK(moved(pad({0, 1}), shape::signal(2, 2), {1, 2, 3, 4}) == std::vector<float>{0, 0, 1, 2, 3, 4, 0, 0});
}

TEST_CASE("pad repeats the border") {
    CHECK(moved(pad({0, 2, 0, 1}, edge{}), shape::signal(3, 1), {1, 2, 3}) == std::vector<float>{1, 1, 1, 2, 3, 3});
    CHECK(moved(pad({1, 0}, edge{}), image, {1, 2, 3, 4}) == std::vector<float>{1, 2, 1, 2, 3, 4, 3, 4});
}

TEST_CASE("pad mirrors the map, as torch.nn.ReflectionPad2d's example") {
    CHECK(moved(pad({2, 2, 0, 0}, reflect{}), shape::image(3, 3, 1), counted(shape::image(3, 3, 1))) ==
          std::vector<float>{8, 7, 6, 7, 8, 5, 4, 3, 4, 5, 2, 1, 0, 1, 2, 5, 4, 3, 4, 5, 8, 7, 6, 7, 8});
}

TEST_CASE("the rows that a mirrored or repeated border needs are promised, whatever the sides") {
    for (const padding& sides : {padding(3, 0, 0, 0), padding(0, 0, 4, 0), padding(2, 1, 3, 0), padding(4)}) {
        INFO(sides.top, " above, ", sides.bottom, " below");
        const shape in = shape::image(5, 5, 2);
        CHECK(!moved(pad(sides, edge{}), in, counted(in)).empty());
        CHECK(!moved(pad(sides, reflect{}), in, counted(in)).empty());
    }
}

TEST_CASE("crop takes cells away from each side") {
    CHECK(moved(crop({1, 0, 0, 2}), shape::image(3, 3, 1), {1, 2, 3, 4, 5, 6, 7, 8, 9}) == std::vector<float>{4, 7});
}

TEST_CASE("crop undoes pad") {
    const auto padded = moved(pad({3, 1, 0, 2}), image, counted(image));
    CHECK(moved(crop({3, 1, 0, 2}), made(pad({3, 1, 0, 2}), image), padded) == counted(image));
}
