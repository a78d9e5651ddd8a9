#include <fusenet/layers/softplus.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(softplus(), shape::vector(1)).monotone);

TEST_CASE("softplus is log(1 + exp(x))") {
    check_map(softplus(),
              {{-1, 0.31326168751822286}, {0, 0.69314718055994531}, {1, 1.3132616875182229}, {-1e30, 0}, {1e30, 1e30}});
    CHECK(softplus()(-20.0f) / 2.0611536e-9 == doctest::Approx(1).epsilon(1e-5));  // does not vanish early
}
