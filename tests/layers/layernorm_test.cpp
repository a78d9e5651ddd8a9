#include <fusenet/layers/layernorm.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(4);
static_assert(parameter_count(layernorm(), cell) == 2 && parameter_count(layernorm({.affine = false}), cell) == 0);
static_assert(parameter_extent(layernorm(), cell, 0) == dims(4) &&
              parameters_of(layernorm(), cell).all[0].fallback == 1);
static_assert(facts_on(layernorm(), cell).over == axis::channels && facts_on(layernorm(), cell).operands == 2);
static_assert(!complaint(layernorm({.epsilon = -1}), cell).empty());

TEST_CASE("layernorm brings a cell to mean 0 and variance 1") {
    // Mean 2.5, variance 1.25.
    const std::vector<double> expected{-1.3416407864998738, -0.44721359549995793, 0.44721359549995793,
                                       1.3416407864998738};
    const auto plain = layernorm({.epsilon = 0, .affine = false});
    CHECK(max_error(normalised(plain, cell, {1, 2, 3, 4}), expected) < 1e-12);
    // Far from zero nothing cancels: the variance is a sum of squared differences.
    CHECK(max_error(normalised(plain, cell, {1e8 + 1, 1e8 + 2, 1e8 + 3, 1e8 + 4}), expected) < 1e-12);
}

TEST_CASE("layernorm's gain and shift belong to the channel") {
    const auto out = normalised(layernorm({.epsilon = 0}), shape::signal(2, 2), {1, 3, 8, 4}, {{2, 3}, {10, 20}});
    CHECK(max_error(out, std::vector<double>{8, 23, 12, 17}) < 1e-12);
}

TEST_CASE("layernorm's epsilon keeps a constant cell finite") {
    CHECK(max_error(normalised(layernorm({.affine = false}), cell, {7, 7, 7, 7}), std::vector<double>(4, 0)) == 0);
    // sqrt(1 + 3) = 2
    CHECK(max_error(normalised(layernorm({.epsilon = 3, .affine = false}), shape::vector(2), {-1, 1}),
                    std::vector<double>{-0.5, 0.5}) < 1e-12);
}
