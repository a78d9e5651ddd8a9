#include <fusenet/layers/dense.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(dense(10), shape::vector(84)) == shape::vector(10));
static_assert(made(dense(10), shape::signal(7, 84)) == shape::signal(7, 10));
static_assert(parameter_extent(dense(10), shape::vector(84), 0) == dims(10, 84));
static_assert(parameter_extent(dense(10), shape::vector(84), 1) == dims(10));
static_assert(parameter_count(dense(10, {.bias = false}), shape::vector(84)) == 1);
static_assert(facts_on(dense(10), shape::vector(84)).flops == 2 * 840 + 10);
static_assert(!complaint(dense(0), shape::vector(84)).empty() && !complaint(dense(-1), shape::vector(84)).empty());

TEST_CASE("dense on an image names the remedy") {
    CHECK(complaint(dense(10), shape::image(7, 7, 64)).view() ==
          "dense(10) needs a vector, got the image [7x7x64]; put flatten() before it");
}
