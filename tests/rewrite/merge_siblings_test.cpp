#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/sigmoid.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

using rule = merge_siblings;

constexpr auto heads = input(4, 4, 3) | concat(conv<1, 1>(2) | relu(), conv<1, 1>(5, {.bias = false}) | relu(),
                                               conv<3, 3>(4, {.pad = 1}) | relu());
static_assert(sketch<heads, rule>() == "[conv&conv] relu conv(0) relu concat(2,4)");
constexpr const auto& net = under<heads, rule>::net;
static_assert(net.nodes[1].out == shape::image(4, 4, 7) && net.nodes[2].out == shape::image(4, 4, 7));
static_assert(net.nodes[1].is.weights == 2 * 3 + 2 + 5 * 3 && net.nodes[1].is.parameters == 3 && net.nodes[1].biased());
static_assert(net.nodes[2].is.flops == 4 * 4 * 7 && net.nodes[5].in == shape::image(4, 4, 7));
static_assert(net.merged[0].layer == 1 && net.merged[0].channels == 2);
static_assert(net.merged[1].layer == 3 && net.merged[1].channels == 5);

// Of the same kind, but not as exact.
constexpr auto exactness = input(8) | concat(dense(2) | sigmoid(activation_accuracy::fast), dense(3) | sigmoid(activation_accuracy::accurate));
static_assert(sketch<exactness, rule>() == sketch<exactness, drop_identity>());

// Each keeps what it folded; all of them together leave no concat, so that what comes next can be folded too.
constexpr auto all = input(8) | concat(dense(2) | batchnorm(), dense(3), dense(4) | batchnorm()) | batchnorm() | relu();
static_assert(sketch<all, fold_affine_after, rule, drop_identity>() ==
              "[dense+batchnorm&dense&dense+batchnorm]+batchnorm relu");

// Two runs in one concat.
constexpr auto runs = input(4, 4, 3) | concat(conv<1, 1>(1), conv<1, 1>(2), relu(), conv<1, 1>(3), conv<1, 1>(4));
static_assert(sketch<runs, rule>() == "[conv&conv] relu(0) [conv&conv](0) concat(1,2,3)");
static_assert(under<runs, rule>::net.merged[3].channels == 4 && under<runs, rule>::net.nodes[3].merged_from == 2);

// Windows, inputs, maps or readers differ; a lambda's facts do not say which function it is.
constexpr auto windows =
    input(4, 4, 3) | concat(conv<1, 1>(2), conv<3, 3>(2, {.pad = 1}), conv<3, 3>(2, {.pad = 2, .dilation = 2}));
static_assert(sketch<windows, rule>() == "conv conv(0) conv(0) concat(1,2,3)");
constexpr auto inputs = input(4, 4, 3) | concat(conv<1, 1>(2), relu() | conv<1, 1>(2));
static_assert(sketch<inputs, rule>() == "conv relu(0) conv concat(1,3)");
constexpr auto maps = input(4, 4, 3) | concat(conv<1, 1>(2) | clip(0, 1), conv<1, 1>(2) | clip(0, 6), conv<1, 1>(2));
static_assert(sketch<maps, rule>() == "conv clip conv(0) clip conv(0) concat(2,4,5)");
constexpr auto twice = [](auto x) { return x + x; };
constexpr auto lambdas = input(4, 4, 3) | concat(conv<1, 1>(2) | map(twice), conv<1, 1>(2) | map(twice));
static_assert(sketch<lambdas, rule>() == "conv map conv(0) map concat(2,4)");
constexpr auto readers = input(4, 4, 3) | branches(conv<1, 1>(2), conv<1, 1>(2));
static_assert(sketch<readers, rule>() == "conv conv(0)");
constexpr auto groups = input(4, 4, 4) | concat(conv<1, 1>(4, {.groups = 2}), conv<1, 1>(4, {.groups = 2}));
static_assert(sketch<groups, rule>() == "conv conv(0) concat(1,2)");

}  // namespace
