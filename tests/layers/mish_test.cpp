#include <fusenet/layers/mish.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

TEST_CASE("mish is x * tanh(softplus(x))") {
    check_map(mish(), {{-1, -0.30340146137410895}, {0, 0}, {1, 0.86509838826731030}, {10, 9.9999999587767880},
                       {-10, -4.5397774e-4}, {1e30, 1e30}, {-1e30, 0}});
}
