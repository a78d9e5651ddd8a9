#include <fusenet/layers/pool.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(13, 13, 8);
static_assert(made(avgpool<13>(), image) == shape::image(1, 1, 8));
static_assert(made(maxpool<2>(), image) == shape::image(6, 6, 8));
static_assert(made(maxpool<2>({.ceil_mode = true}), image) == shape::image(7, 7, 8));
static_assert(made(maxpool<3>({.stride = 2, .pad = 1}), shape::image(112, 112, 64)) == shape::image(56, 56, 64));
static_assert(made(maxpool<3, 1>(), image) == shape::image(4, 13, 8));
static_assert(made(maxpool<3>({.stride = 2, .pad = same}), shape::image(7, 8, 1)) == shape::image(4, 4, 1));
static_assert(made(maxpool<3>({.stride = 1, .dilation = 2}), image) == shape::image(9, 9, 8));
static_assert(made(maxpool<3>(), shape::signal(10, 2)) == shape::signal(3, 2));
static_assert(made(global_avgpool(), image) == shape::image(1, 1, 8));
static_assert(made(global_maxpool(), shape::signal(10, 2)) == shape::signal(1, 2));

// A last window that would begin behind the input is left out: 5 cells, one of padding on each side, windows of 1.
static_assert(made(maxpool<2>({.stride = 2, .pad = 1, .ceil_mode = true}), shape::image(5, 4, 1)) ==
              shape::image(3, 3, 1));
constexpr window hung = avgpool<3>({.stride = 2, .ceil_mode = true}).reads(shape::image(6, 7, 1));
static_assert(hung.bottom == 1 && hung.hanging == extent2(1, 0) && hung.right == 0);

static_assert(facts_on(maxpool<2>(), image).takes_max && !facts_on(avgpool<2>(), image).takes_max);
static_assert(facts_on(avgpool<2>({.count_include_pad = true}), image).pads_zero);

static_assert(!complaint(avgpool<14>(), image).empty() && !complaint(maxpool<2>(), shape::vector(4)).empty());
static_assert(!complaint(maxpool<2>({.pad = 2}), image).empty() &&
              !complaint(maxpool<2>({.pad = {0, 0, 2, 0}}), image).empty());
static_assert(!complaint(maxpool<0>(), image).empty() && !complaint(maxpool<-2>({.ceil_mode = true}), image).empty());
static_assert(!complaint(maxpool<2>({.stride = -1, .ceil_mode = true}), image).empty());
static_assert(!complaint(maxpool<2>({.pad = -1}), image).empty() &&
              !complaint(maxpool<2>({.dilation = 0}), image).empty());
static_assert(!complaint(global_avgpool(), shape::vector(4)).empty());

TEST_CASE("maxpool keeps the largest") {
    const auto pool = maxpool<2>();
    float largest = pool.first<float>();
    for (float x : {-3.0f, -1.0f, -2.0f}) largest = pool.step(largest, x);
    CHECK(pool.done(largest, 3.0f, 4.0f) == -1);
    CHECK(pool.merge(-1.0f, 5.0f) == 5);
}

TEST_CASE("avgpool divides by the cells of the input, or of the padded input") {
    CHECK(avgpool<2>().done(6.0f, 3.0f, 4.0f) == 2);
    CHECK(avgpool<2>({.count_include_pad = true}).done(6.0f, 3.0f, 4.0f) == 1.5f);
}
