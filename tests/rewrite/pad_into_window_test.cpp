#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

constexpr auto padded = input(9, 9, 3) | pad({0, 1, 2, 3}) | conv<3, 3>(4, {.stride = 2, .pad = 1});
constexpr const auto& conv_node = under<padded, pad_into_window>::net.nodes[1];
static_assert(sketch<padded, pad_into_window>() == "conv");
static_assert(conv_node.is.reads.top == 1 && conv_node.is.reads.left == 2);
static_assert(conv_node.is.reads.bottom == 3 && conv_node.is.reads.right == 4);
static_assert(conv_node.in == shape::image(9, 9, 3) && conv_node.out == test::as_ir<padded>.nodes[3].out);

constexpr auto two_pads = input(9, 9, 3) | pad(1) | pad(1) | depthwise<3>();
static_assert(sketch<two_pads, pad_into_window>() == "conv");
constexpr auto signal = input(9, 3) | pad(2) | conv<3>(4);
static_assert(sketch<signal, pad_into_window>() == "conv");

// Who else reads the padded map keeps it.
constexpr auto shared = input(9, 9, 3) | pad(1) | branches(conv<3, 3>(4), relu());
static_assert(sketch<shared, pad_into_window>() == "conv pad(0) relu");

// A mean that counts its padding takes zeros for cells; one that does not, and a maximum, do not.
constexpr auto counted = input(9, 9, 3) | pad(1) | avgpool<3>({.count_include_pad = true});
static_assert(sketch<counted, pad_into_window>() == "avgpool");
constexpr auto not_counted = input(9, 9, 3) | pad(1) | avgpool<3>();
static_assert(sketch<not_counted, pad_into_window>() == "pad avgpool");
constexpr auto maximum = input(9, 9, 3) | pad(1) | maxpool<3>();
static_assert(sketch<maximum, pad_into_window>() == "pad maxpool");

// Neither are other values zeros, nor a crop a pad; a transposed contraction would make more of a larger input.
constexpr auto ones = input(9, 9, 3) | pad(1, 1.0f) | conv<3, 3>(4);
static_assert(sketch<ones, pad_into_window>() == "pad conv");
constexpr auto smaller = input(9, 9, 3) | crop(1) | conv<3, 3>(4);
static_assert(sketch<smaller, pad_into_window>() == "crop conv");
constexpr auto transposed = input(9, 9, 3) | pad(1) | conv_transpose<3, 3>(4);
static_assert(sketch<transposed, pad_into_window>() == "pad conv_transpose");

// A batchnorm behind the pad shifts the zeros too, and the folded bias holds that shift; one in front does not.
constexpr auto shifted = input(9, 9, 3) | pad(1) | batchnorm() | conv<3, 3>(4);
static_assert(sketch<shifted, fold_affine_before, pad_into_window>() == "batchnorm>conv");
constexpr auto shifted_twice = input(9, 9, 3) | batchnorm() | pad(1) | batchnorm() | conv<3, 3>(4);
static_assert(sketch<shifted_twice, fold_affine_before, pad_into_window>() == "batchnorm batchnorm>conv");
constexpr auto shifted_siblings =
    input(9, 9, 3) | pad(1) | concat(batchnorm() | conv<3, 3>(4), batchnorm() | conv<3, 3>(2)) | relu();
static_assert(sketch<shifted_siblings, fold_affine_before, pad_into_window, merge_siblings, drop_identity>() ==
              "[batchnorm>conv&batchnorm>conv] relu");
constexpr auto shifted_first = input(9, 9, 3) | batchnorm() | pad(1) | conv<3, 3>(4);
static_assert(sketch<shifted_first, fold_affine_before, pad_into_window>() == "batchnorm conv");

}  // namespace
