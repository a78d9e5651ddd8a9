#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/bias.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/scale.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

constexpr auto pixels = input(8, 8, 3) | scale() | bias() | conv<3, 3>(4, {.stride = 2}) | relu();
static_assert(sketch<pixels, fold_affine_before>() == "scale>bias>conv relu");
constexpr const ir_node& folded = under<pixels, fold_affine_before>::net.nodes[1];
static_assert(folded.before[0] == 1 && folded.before[1] == 2 && folded.folded_before == 2 && folded.biased());

constexpr auto grouped = input(8, 8, 4) | relu() | batchnorm() | conv<3, 3>(8, {.groups = 2});
static_assert(sketch<grouped, fold_affine_before>() == "relu batchnorm>conv");
constexpr auto vector = input(8) | batchnorm() | dense(4);
static_assert(sketch<vector, fold_affine_before>() == "batchnorm>dense");

// The zeros of a padding are not shifted; a transposed contraction sums over fewer cells at its borders.
constexpr auto padded = input(8, 8, 3) | batchnorm() | conv<3, 3>(4, {.pad = 1});
static_assert(sketch<padded, fold_affine_before>() == "batchnorm conv");
constexpr auto same_padded = input(8, 8, 3) | batchnorm() | conv<3, 3>(4, {.pad = same});
static_assert(sketch<same_padded, fold_affine_before>() == "batchnorm conv");
constexpr auto transposed = input(8, 8, 3) | batchnorm() | conv_transpose<3, 3>(4, {.stride = 2});
static_assert(sketch<transposed, fold_affine_before>() == "batchnorm conv_transpose");

constexpr auto two_readers = input(8, 8, 3) | batchnorm() | concat(conv<1, 1>(4), conv<3, 3>(4, {.pad = 1}));
static_assert(sketch<two_readers, fold_affine_before>() == "batchnorm conv conv(1) concat(2,3)");
constexpr auto output = input(8) | batchnorm() | branches(dense(4), identity());
static_assert(sketch<output, fold_affine_before>() == "batchnorm dense");
constexpr auto not_affine = input(8) | relu() | dense(4);
static_assert(sketch<not_affine, fold_affine_before>() == "relu dense");

// Between two contractions it belongs to the first.
constexpr auto between = input(8) | dense(4) | batchnorm() | dense(4);
static_assert(sketch<between, fold_affine_after, fold_affine_before>() == "dense+batchnorm dense");

}  // namespace
