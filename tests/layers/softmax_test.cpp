#include <fusenet/layers/softmax.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

TEST_CASE("softmax") {
    const std::vector<double> expected{0.090030573170380457, 0.24472847105479765, 0.66524095577482189};
    CHECK(max_error(normalised(softmax(), shape::vector(3), {1, 2, 3}), expected) < 1e-12);
    CHECK(max_error(normalised(softmax(), shape::vector(3), {1e30, 1e30, -1e30}), std::vector<double>{0.5, 0.5, 0}) <
          1e-12);
}

TEST_CASE("log_softmax keeps the digits of what is unlikely") {
    const std::vector<double> expected{-2.4076059644443806, -1.4076059644443804, -0.40760596444438046};
    CHECK(max_error(normalised(log_softmax(), shape::vector(3), {1, 2, 3}), expected) < 1e-12);
    CHECK(normalised(log_softmax(), shape::vector(2), {0, 1000})[0] == doctest::Approx(-1000));
}

TEST_CASE("softmax looks at one cell at a time") {
    CHECK(max_error(normalised(softmax(), shape::image(2, 1, 2), {0, 0, 5, 5}), std::vector<double>(4, 0.5)) < 1e-12);
}
