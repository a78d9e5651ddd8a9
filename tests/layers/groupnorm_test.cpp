#include <fusenet/layers/groupnorm.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 1, 4);
static_assert(parameter_count(groupnorm(2), image) == 2 && parameter_extent(groupnorm(2), image, 1) == dims(4));
static_assert(facts_on(groupnorm(2), image).over == axis::space && facts_on(groupnorm(2), image).groups == 2);
static_assert(facts_on(instancenorm(), image).groups == 4);
static_assert(!complaint(groupnorm(3), image).empty() && !complaint(groupnorm(0), image).empty());
static_assert(!complaint(groupnorm(-1), image).empty() && !complaint(instancenorm(), shape::vector(4)).empty());
static_assert(!complaint(groupnorm(2, {.epsilon = -1}), image).empty());
static_assert(label_of(groupnorm(2)) == label("groupnorm 2") && label_of(instancenorm()) == label("instancenorm"));

TEST_CASE("groupnorm takes the cells of a group together") {
    // Group 0: 1 3 5 7, mean 4, variance 5; group 1: all 2.
    const double s = 2.2360679774997898;
    const std::vector<double> expected{-3 / s, -1 / s, 0, 0, 1 / s, 3 / s, 0, 0};
    const auto out = normalised(groupnorm(2, {.epsilon = 1e-30f, .affine = false}), image, {1, 3, 2, 2, 5, 7, 2, 2});
    CHECK(max_error(out, expected) < 1e-12);
}

TEST_CASE("instancenorm takes the cells of a channel together, then its gain and shift") {
    const auto out = normalised(instancenorm({.epsilon = 1e-30f}), shape::image(2, 1, 2), {1, 10, 3, 30},
                                {{2, 3}, {0, 100}});
    CHECK(max_error(out, std::vector<double>{-2, 97, 2, 103}) < 1e-12);
}
