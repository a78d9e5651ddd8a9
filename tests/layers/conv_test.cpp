#include <fusenet/layers/conv.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(28, 20, 6);
static_assert(made(conv<3, 3>(8), image) == shape::image(26, 18, 8));
static_assert(made(conv<3, 3>(8, {.stride = 2, .pad = 1}), image) == shape::image(14, 10, 8));
static_assert(made(conv<1, 1>(), image) == image);
static_assert(made(conv<5, 3>(8, {.stride = {1, 2}, .pad = {2, 1}}), image) == shape::image(28, 10, 8));
static_assert(made(conv<3, 3>(8, {.dilation = 2}), image) == shape::image(24, 16, 8));
static_assert(made(conv<7, 7>(8, {.stride = 2, .pad = {3, 3, 2, 2}}), shape::image(224, 224, 3)) ==
              shape::image(112, 112, 8));
static_assert(made(conv<3>(8, {.stride = 2, .pad = 1}), shape::signal(101, 4)) == shape::signal(51, 8));
static_assert(made(conv<3>(8, {.pad = 1}), image) == shape::image(28, 20, 8));
static_assert(made(depthwise<3>({.pad = 1}), image) == image);
static_assert(made(depthwise<3, 3>(2, {.pad = 1}), image) == shape::image(28, 20, 12));

// TensorFlow's SAME: ceil(in / stride), the odd cell of padding after.
constexpr window tf = conv<3, 3>(8, {.stride = 2, .pad = same}).reads(shape::image(224, 7, 3));
static_assert(tf.top == 0 && tf.bottom == 1 && tf.left == 1 && tf.right == 1);
static_assert(made(conv<3, 3>(8, {.stride = 2, .pad = same}), shape::image(224, 7, 3)) == shape::image(112, 4, 8));
static_assert(made(conv<2, 2>(8, {.stride = 3, .pad = same}), shape::image(7, 8, 3)) == shape::image(3, 3, 8));

static_assert(parameter_extent(conv<3, 5>(8, {.groups = 2}), image, 0) == dims(8, 3, 3, 5));
static_assert(parameter_extent(conv<3, 5>(8), image, 1) == dims(8) &&
              parameter_count(conv<3, 5>(8, {.bias = false}), image) == 1);
static_assert(parameter_extent(conv<3>(8), shape::signal(10, 4), 0) == dims(8, 4, 3));
static_assert(parameter_extent(depthwise<3>(2), image, 0) == dims(12, 1, 3, 3));

constexpr facts plain = facts_on(conv<3, 3>(8), image), deep = facts_on(depthwise<3>(), image);
static_assert(plain.kind == family::contraction && plain.bias && plain.groups == 1 && !plain.transposed);
static_assert(plain.flops == 2LL * 8 * 6 * 9 * 26 * 18 + 8 * 26 * 18 && plain.weights == 8 * 6 * 9 + 8);
static_assert(deep.groups == 6);

static_assert(!complaint(conv<3, 3>(0), image).empty());
static_assert(!complaint(conv<3, 3>(-8), image).empty() && !complaint(depthwise<3>(-1), image).empty());
static_assert(!complaint(conv<3, 3>(8, {.groups = 4}), image).empty());
static_assert(!complaint(conv<3, 3>(8, {.groups = 3}), image).empty());
static_assert(!complaint(depthwise<3>({.groups = 2}), image).empty());
static_assert(!complaint(conv<3, 3>(8), shape::image(2, 5, 1)).empty());
static_assert(complaint(conv<3, 3>(8), shape::image(3, 3, 1)).empty());
static_assert(!complaint(conv<3, 3>(8, {.dilation = 2}), shape::image(4, 5, 1)).empty());
static_assert(!complaint(conv<3, 3>(8), shape::signal(9, 4)).empty() &&
              !complaint(conv<3>(8), shape::vector(9)).empty());
static_assert(!complaint(conv<3, 3>(8, {.stride = 0}), image).empty());
static_assert(!complaint(conv<3, 3>(8, {.stride = 0, .pad = same}), image).empty());
static_assert(!complaint(conv<3, 3>(8, {.dilation = -1}), image).empty());
static_assert(!complaint(conv<3, 3>(8, {.pad = {0, -1}}), image).empty() && !complaint(conv<0, 3>(8), image).empty());
static_assert(!complaint(conv<3, 3>(8, {.groups = 0}), image).empty());

TEST_CASE("conv without a channel count says how to write that") {
    CHECK(complaint(conv<3, 3>(0), image).view() ==
          "conv 3x3: the channel count must be positive; leave it out to keep the input's");
}

TEST_CASE("conv is called by its numbers") {
    CHECK(label_of(conv<3, 3>(64, {.stride = 2})).view() == "conv 3x3 /2 -> 64");
    CHECK(label_of(conv<3, 3>(64, {.dilation = 2, .groups = 4})).view() == "conv 3x3 dilated 2 in 4 groups -> 64");
    CHECK(label_of(depthwise<5>()).view() == "depthwise 5x5");
    CHECK(label_of(conv<5>(8), shape::image(9, 9, 3)).view() == "conv 5x5 -> 8");
    CHECK(label_of(conv<5>(8, {.stride = 2}), shape::signal(9, 3)).view() == "conv 5 /2 -> 8");
}
