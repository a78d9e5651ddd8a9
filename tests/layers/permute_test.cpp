#include <fusenet/layers/permute.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(made(permute<2, 0, 1>(), image) == shape::image(4, 2, 3));
static_assert(made(permute<1, 0>(), shape::signal(5, 2)) == shape::signal(2, 5));
static_assert(complaint(permute<0, 0, 1>(), image).view().starts_with("permute<...>: name each axis once"));
static_assert(!complaint(permute<0, 1, 3>(), image).empty() && !complaint(permute<0, 1, 2, 3>(), image).empty());
static_assert(complaint(permute<1, 0>(), image).view().starts_with("permute of 2 axes: the input [2x3x4] has 3"));

constexpr facts turned = facts_on(permute<1, 2, 0>(), image);
constexpr facts turned_signal = facts_on(permute<1, 0>(), shape::signal(5, 2));
static_assert(turned.order[0] == 1 && turned.order[1] == 2 && turned.order[2] == 0 && turned.reorders);
static_assert(turned_signal.order[0] == 0 && turned_signal.order[1] == 2 && turned_signal.order[2] == 1);
static_assert(facts_on(permute<0, 2, 1>(), image).reads.kh == 1);  // rows stay rows
static_assert(turned.reads.kh == image.h);

TEST_CASE("permute is NumPy's transpose") {
    // numpy.arange(8).reshape(2, 2, 2).transpose(2, 0, 1).ravel()
    CHECK(moved(permute<2, 0, 1>(), shape::image(2, 2, 2), counted(shape::image(2, 2, 2))) ==
          std::vector<float>{0, 2, 4, 6, 1, 3, 5, 7});
    // numpy.arange(8).reshape(2, 2, 2).transpose(0, 2, 1).ravel()
    CHECK(moved(permute<0, 2, 1>(), shape::image(2, 2, 2), counted(shape::image(2, 2, 2))) ==
          std::vector<float>{0, 2, 1, 3, 4, 6, 5, 7});
    CHECK(moved(permute<1, 0>(), shape::signal(3, 2), counted(shape::signal(3, 2))) ==
          std::vector<float>{0, 2, 4, 1, 3, 5});
}

TEST_CASE("a permutation and its inverse cancel") {
    const auto there = moved(permute<2, 0, 1>(), image, counted(image));
    CHECK(moved(permute<1, 2, 0>(), made(permute<2, 0, 1>(), image), there) == counted(image));
}
