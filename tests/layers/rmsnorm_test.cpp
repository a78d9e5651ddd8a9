#include <fusenet/layers/rmsnorm.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(2);
static_assert(parameter_count(rmsnorm(), cell) == 1 && parameter_count(rmsnorm({.affine = false}), cell) == 0);
static_assert(facts_on(rmsnorm(), cell).operands == 1 && !complaint(rmsnorm({.epsilon = -1}), cell).empty());

TEST_CASE("rmsnorm divides by the root mean square") {
    // Mean square 12.5 * 2 = 25.
    const auto out = normalised(rmsnorm({.epsilon = 0}), cell, {1, 7}, {{1, 10}});
    CHECK(max_error(out, std::vector<double>{0.2, 14}) < 1e-12);
    CHECK(max_error(normalised(rmsnorm({.affine = false}), cell, {0, 0}), std::vector<double>{0, 0}) == 0);
}
