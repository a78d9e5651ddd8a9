#include <fusenet/layers/normalize.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 3);
constexpr auto three = normalize({1, 2, 3}, {4, 5, 8});
static_assert(facts_on(three, image).affine && facts_on(three, image).operands == 2);
static_assert(parameter_count(three, image) == 0);
static_assert(made(three, image) == image && made(normalize({0.5f}, {0.5f}), shape::vector(1000)) == shape::vector(1000));
static_assert(made(normalize({1, 2, 3}, {2}), image) == image);

TEST_CASE("normalize takes the mean of its channel, and divides by its deviation") {
    double to[2]{};
    three.prepare(nullptr, 2, to);
    CHECK(three(19.0, to[0], to[1]) == (19.0 - 3) / 8);
    normalize({1}, {4}, {.scale = 0.5f}).prepare(nullptr, 2, to);  // one for all channels
    CHECK(three(19.0, to[0], to[1]) == (19.0 / 2 - 1) / 4);
}

TEST_CASE("normalize says what does not fit its channels") {
    CHECK(complaint(three, shape::image(2, 3, 4)) ==
          sentence("normalize: [2x3x4] needs a mean and a deviation for each channel, or one for all, got 3 and 3"));
    CHECK(complaint(normalize({}, {1}), image).view().find("got 0 and 1") != std::string_view::npos);
    CHECK(complaint(normalize({1, 2, 3}, {4, 0, 8}), image) == sentence("normalize: a deviation must be positive, got 0"));
    constexpr auto many = normalize({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}, {1});
    CHECK(complaint(many, shape::vector(17)) == sentence("normalize: at most 16 channels, got [17]; more are batchnorm's"));
}
