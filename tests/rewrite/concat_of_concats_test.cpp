#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

constexpr auto a = conv<1, 1>(2), b = conv<1, 1>(3), c = conv<1, 1>(4);

constexpr auto nested = input(4, 4, 1) | concat(concat(a, b), c, concat(b, concat(c, a)));
static_assert(sketch<nested>() ==
              "conv conv(0) concat(1,2) conv(0) conv(0) conv(0) conv(0) concat(6,7) concat(5,8) "
              "concat(3,4,9)");
static_assert(sketch<nested, concat_of_concats>() ==
              "conv conv(0) conv(0) conv(0) conv(0) conv(0) concat(1,2,3,4,5,6)");
static_assert(under<nested, concat_of_concats>::log.fired[0] == 3);
static_assert(under<nested, concat_of_concats>::net.nodes[7].in == shape::image(4, 4, 2));

constexpr auto apart = input(4, 4, 1) | concat(concat(a, b) | relu(), c);
static_assert(sketch<apart, concat_of_concats>() == "conv conv(0) concat(1,2) relu conv(0) concat(4,5)");

// DenseNet: the inner one is read by others.
constexpr auto dense_block = input(4, 4, 1) | concat(identity(), a) | concat(identity(), b) | concat(identity(), c);
static_assert(sketch<dense_block, concat_of_concats>() == sketch<dense_block>());

constexpr auto twice = input(4, 4, 1) | concat(a, b) | concat(identity(), identity());
static_assert(sketch<twice, concat_of_concats>() == "conv conv(0) concat(1,2) concat(3,3)");

}  // namespace
