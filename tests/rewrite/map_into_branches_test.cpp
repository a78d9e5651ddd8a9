#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/prelu.hpp>
#include <fusenet/layers/relu.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

using rule = map_into_branches;

constexpr auto fire = input(4, 4, 1) | concat(conv<1, 1>(2), conv<3, 3>(3, {.pad = 1})) | relu();
static_assert(sketch<fire, rule>() == "conv relu conv(0) relu@2 concat(2,4)");
static_assert(under<fire, rule>::net.nodes[2].out.c == 2 && under<fire, rule>::net.nodes[4].out.c == 3);
static_assert(under<fire, rule>::net.nodes[2].is.flops == 4 * 4 * 2);

// Operands go with their channels; what folds them is told where they begin.
constexpr auto inception = input(4, 4, 1) | concat(conv<1, 1>(2), conv<1, 1>(3), conv<1, 1>(4)) | batchnorm() | prelu();
static_assert(sketch<inception, rule>() ==
              "conv batchnorm prelu conv(0) batchnorm@2 prelu@2 conv(0) batchnorm@5 prelu@5 concat(3,6,9)");
static_assert(under<inception, rule>::net.nodes[8].is.weights == 4 * 4);
static_assert(sketch<inception, rule, fold_affine_after>() ==
              "conv+batchnorm prelu conv+batchnorm@2(0) prelu@2 conv+batchnorm@5(0) prelu@5 concat(2,4,6)");

// A part of a part.
constexpr auto nested =
    input(4, 4, 1) | concat(conv<1, 1>(2), concat(conv<1, 1>(3), conv<1, 1>(4)) | map([](auto x) { return x + x; })) |
    relu();
static_assert(sketch<nested, rule>() == "conv relu conv(0) map relu@2 conv(0) map@3 relu@5 concat(5,8) concat(2,9)");

// A branch that somebody else reads would be computed twice, and so would the concat itself.
constexpr auto shared = input(4, 4, 1) | conv<1, 1>(2) | concat(identity(), conv<1, 1>(3)) | relu();
static_assert(sketch<shared, rule>() == "conv conv concat(1,2) relu");
constexpr auto two_readers = input(4, 4, 1) | concat(conv<1, 1>(2), conv<1, 1>(3)) | residual(relu());
static_assert(sketch<two_readers, rule>() == "conv conv(0) concat(1,2) relu add(4,3)");
constexpr auto twice = input(4, 4, 1) | conv<1, 1>(2) | concat(identity(), identity()) | relu();
static_assert(sketch<twice, rule>() == "conv concat(1,1) relu");
constexpr auto no_map = input(4, 4, 1) | concat(conv<1, 1>(2), conv<1, 1>(3)) | conv<1, 1>(2);
static_assert(sketch<no_map, rule>() == "conv conv(0) concat(1,2) conv");

// Where room for new nodes ends, the other maps stay behind.
constexpr auto crowded = input(4, 4, 1) | conv<1, 1>(2) |
                         concat(relu(), relu(), relu(), relu(), relu(), relu(), relu(), relu()) | repeat<9>(relu());
static_assert(under<crowded, rule>::log.fired[0] > 0 && under<crowded, rule>::log.fired[0] < 9);
static_assert(test::sound(under<crowded, rule>::net));

}  // namespace
