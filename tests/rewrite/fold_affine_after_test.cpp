#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/bias.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/scale.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

/// A layer of a user: it need only say that it is affine.
struct halve {
    static constexpr const char* name = "halve";
    static constexpr bool affine = true;
    template <class V>
    constexpr V operator()(V x) const {
        return x * V(0.5f);
    }
};

constexpr auto stem = input(8, 8, 3) | conv<3, 3>(4, {.pad = 1}) | batchnorm() | relu();
static_assert(sketch<stem, fold_affine_after>() == "conv+batchnorm relu");
constexpr const ir_node& folded = under<stem, fold_affine_after>::net.nodes[1];
static_assert(folded.layer == 1 && folded.after[0] == 2 && folded.after_channel[0] == 0 && folded.biased());

constexpr auto chain = input(8) | dense(4, {.bias = false}) | scale() | bias() | halve() | batchnorm() | scale();
static_assert(sketch<chain, fold_affine_after>() == "dense+scale+bias+halve+batchnorm scale");

constexpr auto any_window =
    input(8, 8, 4) | depthwise<3>({.stride = 2}) | batchnorm() | conv_transpose<2, 2>(6) | batchnorm();
static_assert(sketch<any_window, fold_affine_after>() == "conv+batchnorm conv_transpose+batchnorm");

// What the batchnorm cost is gone; a conv without a bias gets one.
constexpr auto no_bias = input(8, 8, 3) | conv<1, 1>(4, {.bias = false}) | batchnorm();
static_assert(!test::as_ir<no_bias>.nodes[2].biased() && under<no_bias, fold_affine_after>::net.nodes[1].biased());
static_assert(under<no_bias, fold_affine_after>::net.nodes[1].is.flops == 8 * 8 * 4 * (2 * 3 + 1));
static_assert(!under<no_bias, fold_affine_after>::net.nodes[1].is.bias);

constexpr auto not_behind = input(8, 8, 3) | conv<1, 1>(4) | relu() | batchnorm() | maxpool<2>() | batchnorm();
static_assert(sketch<not_behind, fold_affine_after>() == "conv relu batchnorm maxpool batchnorm");
constexpr auto not_affine = input(8, 8, 3) | conv<1, 1>(4) | relu();
static_assert(sketch<not_affine, fold_affine_after>() == "conv relu");

// Somebody else reads the contraction itself: a branch, or the caller.
constexpr auto two_readers = input(8, 8, 3) | conv<1, 1>(4) | residual(batchnorm());
static_assert(sketch<two_readers, fold_affine_after>() == "conv batchnorm add(2,1)");
constexpr auto two_outputs = input(8, 8, 3) | conv<1, 1>(4) | branches(identity(), batchnorm());
static_assert(sketch<two_outputs, fold_affine_after>() == "conv batchnorm");

// Both branches' own batchnorms fold; the sum's does not.
constexpr auto block =
    input(8, 8, 3) | residual(conv<3, 3>(4, {.pad = 1}) | batchnorm(), conv<1, 1>(4) | batchnorm()) | batchnorm();
static_assert(sketch<block, fold_affine_after>() == "conv+batchnorm conv+batchnorm(0) add(1,2) batchnorm");

}  // namespace
