#include <fusenet/layers/batchnorm.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(facts_on(batchnorm(), image).affine && facts_on(batchnorm(), image).operands == 2);
static_assert(parameter_count(batchnorm(), image) == 4 && parameter_count(batchnorm({.affine = false}), image) == 2);
static_assert(parameters_of(batchnorm(), image).all[3].fallback == 1 && parameters_of(batchnorm(), image).all[3].not_negative);
static_assert(!parameters_of(batchnorm(), image).all[2].not_negative);

TEST_CASE("batchnorm makes gain and shift of its four parameters") {
    const float weight[]{1, 3}, bias[]{0, 0.5f}, mean[]{0, 2}, variance[]{1, 3.99999f};
    const float* const all[]{weight, bias, mean, variance};
    double to[2]{};
    batchnorm().prepare(all, 1, to);
    CHECK(to[0] == doctest::Approx(1.5).epsilon(1e-6));
    CHECK(batchnorm()(4.0, to[0], to[1]) == doctest::Approx(3 * (4 - 2) / 2.0 + 0.5).epsilon(1e-6));

    const float* const statistics[]{mean, variance};
    batchnorm({.affine = false}).prepare(statistics, 1, to);
    CHECK(batchnorm()(4.0, to[0], to[1]) == doctest::Approx(1).epsilon(1e-6));
}

TEST_CASE("batchnorm's epsilon keeps a channel that never varies finite") {
    const float mean[]{5}, variance[]{0};
    const float* const statistics[]{mean, variance};
    double to[2]{};
    batchnorm({.epsilon = 0.01f, .affine = false}).prepare(statistics, 0, to);
    CHECK(to[0] == doctest::Approx(10).epsilon(1e-6));
    CHECK(to[1] == doctest::Approx(-50).epsilon(1e-6));
}
