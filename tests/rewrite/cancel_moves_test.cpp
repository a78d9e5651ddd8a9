#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/channel_shuffle.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/permute.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/reshape.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

// One reshape says it all, and reads the extent that the first one read.
constexpr auto twice = input(4, 6, 2) | reshape(8, 6) | reshape(2, 12, 2) | flatten() | dense(3);
static_assert(sketch<twice>() == "reshape reshape flatten dense");
static_assert(sketch<twice, cancel_moves>() == "flatten dense");
static_assert(under<twice, cancel_moves>::net.nodes[1].in == shape::image(4, 6, 2));
static_assert(under<twice, cancel_moves>::net.nodes[1].is.reads == window{.kh = 4, .kw = 6});

constexpr auto there_and_back = input(4, 6, 2) | reshape(8, 6) | reshape(4, 6, 2) | relu();
static_assert(sketch<there_and_back, cancel_moves>() == "relu");

// Another reader of the first one does not matter.
constexpr auto read_twice = input(4, 6, 2) | reshape(8, 6) | branches(flatten(), relu());
static_assert(sketch<read_twice, cancel_moves>() == "flatten reshape(0) relu");

constexpr auto inverse = input(4, 6, 2) | relu() | permute<2, 0, 1>() | permute<1, 2, 0>() | relu();
static_assert(sketch<inverse, cancel_moves>() == "relu relu");
constexpr auto signal = input(6, 2) | permute<1, 0>() | permute<1, 0>() | relu();
static_assert(sketch<signal, cancel_moves>() == "relu");

// permute<2, 0, 1> is not its own inverse; what stands between keeps it from being undone.
constexpr auto turned = input(4, 6, 2) | permute<2, 0, 1>() | permute<2, 0, 1>();
static_assert(sketch<turned, cancel_moves>() == "permute permute");
constexpr auto apart = input(4, 6, 2) | permute<2, 0, 1>() | conv<1, 1>() | permute<1, 2, 0>();
static_assert(sketch<apart, cancel_moves>() == "permute conv permute");
constexpr auto other = input(4, 6, 4) | channel_shuffle(2) | channel_shuffle(2);
static_assert(sketch<other, cancel_moves>() == "channel_shuffle channel_shuffle");

// Axes of one cell move without the memory noticing, whereupon a reshape passes over them.
constexpr auto column = input(6, 1, 3) | permute<1, 0, 2>() | flatten() | dense(2);
static_assert(sketch<column, cancel_moves>() == "flatten dense");
static_assert(under<column, cancel_moves>::net.nodes[1].in == shape::image(6, 1, 3));
constexpr auto cell = input(1, 1, 3) | permute<2, 0, 1>() | relu();
static_assert(!under<cell, cancel_moves>::net.nodes[1].is.reorders);
constexpr auto turned_column = input(6, 1, 3) | permute<2, 1, 0>() | relu();
static_assert(under<turned_column, cancel_moves>::net.nodes[1].is.reorders);

// But a permutation does not pass over a reshape: it knows its own extent only.
constexpr auto behind = input(2, 9) | reshape(6, 1, 3) | permute<1, 0, 2>() | relu();
static_assert(sketch<behind, cancel_moves>() == "reshape permute relu");

}  // namespace
