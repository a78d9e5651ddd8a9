#include <fusenet/layers/silu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(silu(), shape::vector(1)).known == known_map::silu);
static_assert(!facts_on(silu(), shape::vector(1)).monotone);

TEST_CASE("silu is x * sigmoid(x)") {
    check_map(silu(), {{-1, -0.26894142136999510}, {0, 0}, {1, 0.73105857863000490}, {10, 9.9995460213129757},
                       {1e30, 1e30}, {-1e30, 0}});
}
