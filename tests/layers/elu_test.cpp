#include <fusenet/layers/elu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(1);
static_assert(facts_on(elu(0.5f), cell).known == known_map::elu && facts_on(elu(0.5f), cell).alpha == 0.5f);
static_assert(facts_on(elu(), cell).monotone && !facts_on(elu(-1), cell).monotone);
static_assert(facts_on(selu(), cell).monotone && facts_on(selu(), cell).known == known_map::none);

TEST_CASE("elu is alpha * (exp(x) - 1) below zero") {
    check_map(elu(),
              {{-1, -0.63212055882855767}, {-1e-4, -9.9995000166662500e-5}, {0, 0}, {2, 2}, {-1e30, -1}, {1e30, 1e30}});
    check_map(elu(0.5f), {{-1, -0.31606027941427883}, {2, 2}});
}

TEST_CASE("selu has its published numbers") {
    check_map(selu(), {{-1, -1.1113307378125625}, {0, 0}, {2, 2.1014019746959209}, {-1e30, -1.7580993408473766}});
    check_map(selu({.alpha = 2, .gain = 3}), {{-1, -3.7927233529713460}, {1, 3}});
}
