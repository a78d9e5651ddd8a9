#include <fusenet/layers/gelu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape cell = shape::vector(1);
static_assert(facts_on(gelu(), cell).known == known_map::gelu && !facts_on(gelu(), cell).monotone);
static_assert(facts_on(gelu_tanh(), cell).known == known_map::none);

TEST_CASE("gelu is x times the normal distribution") {
    check_map(gelu(), {{-1, -0.15865525393145705}, {0, 0}, {0.5, 0.34573123063700656}, {1, 0.84134474606854293},
                       {3, 2.9959503059051101}, {1e30, 1e30}, {-1e30, 0}});
}

TEST_CASE("gelu keeps its digits far below zero") {
    CHECK(gelu()(-5.0f) / -1.4332578593e-6 == doctest::Approx(1).epsilon(1e-5));
    CHECK(gelu_tanh()(-4.0f) / -7.0245948e-5 == doctest::Approx(1).epsilon(1e-5));
}

TEST_CASE("gelu_tanh is the usual approximation") {
    check_map(gelu_tanh(), {{-1, -0.15880800939172324}, {0, 0}, {1, 0.84119199060827676}, {3, 2.9963627291387870},
                            {1e10, 1e10}, {-1e10, 0}});
    for (float x : {1e30f, -1e30f}) {
        INFO(x);
        CHECK(gelu_tanh()(x) == (x > 0 ? x : 0));
    }
}
