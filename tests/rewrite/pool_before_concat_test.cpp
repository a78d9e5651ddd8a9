#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

using rule = pool_before_concat;

constexpr auto fire = concat(conv<1, 1>(2) | relu(), conv<3, 3>(3, {.pad = 1}) | relu());

constexpr auto squeeze = input(9, 9, 1) | fire | maxpool<3>({.stride = 2}) | conv<1, 1>(2);
static_assert(sketch<squeeze, rule>() == "conv relu maxpool conv(0) relu maxpool@2 concat(3,6) conv");
constexpr const auto& net = under<squeeze, rule>::net;
static_assert(net.nodes[7].out == shape::image(4, 4, 5) && net.nodes[7].in == shape::image(4, 4, 2));
static_assert(sketch<squeeze, rule, maxpool_before_monotone>() ==
              "conv maxpool relu conv(0) maxpool@2 relu concat(3,6) conv");

constexpr auto mean = input(9, 9, 1) | fire | global_avgpool();
static_assert(sketch<mean, rule>() == "conv relu avgpool conv(0) relu avgpool@2 concat(3,6)");

// Nothing is won where the fold makes as much as it reads, or where a branch is there anyway.
constexpr auto as_many = input(9, 9, 1) | fire | maxpool<3>({.stride = 1, .pad = 1});
static_assert(sketch<as_many, rule>() == "conv relu conv(0) relu concat(2,4) maxpool");
constexpr auto given = input(9, 9, 1) | concat(identity(), conv<1, 1>(2)) | maxpool<2>();
static_assert(sketch<given, rule>() == "conv concat(0,1) maxpool");
constexpr auto read_twice = input(9, 9, 1) | conv<1, 1>(2) | concat(identity(), conv<1, 1>(2)) | maxpool<2>();
static_assert(sketch<read_twice, rule>() == "conv conv concat(1,2) maxpool");
constexpr auto two_readers = input(9, 9, 1) | fire | concat(maxpool<2>(), avgpool<2>());
static_assert(sketch<two_readers, rule>() == "conv relu conv(0) relu concat(2,4) maxpool avgpool(5) concat(6,7)");

}  // namespace
