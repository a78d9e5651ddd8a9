#include <fusenet/layers/dropout.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(facts_on(dropout(), image).identity);
static_assert(complaint(dropout(0), image).empty() && complaint(dropout(1), image).empty());
static_assert(!complaint(dropout(1.5f), image).empty() && !complaint(dropout(-0.5f), image).empty());

TEST_CASE("dropout does nothing when a network runs") { check_map(dropout(0.9f), {{-2, -2}, {0, 0}, {3, 3}}); }
