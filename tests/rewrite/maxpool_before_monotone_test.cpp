#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/bias.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/gelu.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/leaky_relu.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/prelu.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/sigmoid.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch, test::under;

namespace {

using rule = maxpool_before_monotone;

/// Layers of a user: a map that says it never falls, and a maximum that says it is one.
struct cube {
    static constexpr const char* name = "cube";
    static constexpr bool monotone = true;
    template <class V>
    constexpr V operator()(V x) const {
        return x * x * x;
    }
};
struct own_maximum : maxpool_layer {
    static constexpr const char* name = "own_maximum";
};

constexpr auto stem = input(9, 9, 3) | conv<3, 3>(4) | relu() | maxpool<3>({.stride = 2, .pad = 1});
static_assert(sketch<stem, rule>() == "conv maxpool relu");
constexpr const auto& net = under<stem, rule>::net;
static_assert(net.nodes[2].in == shape::image(7, 7, 4) && net.nodes[3].in == shape::image(4, 4, 4));
static_assert(net.nodes[3].is.flops == 4 * 4 * 4);

constexpr auto climbs = input(8, 8, 3) | sigmoid() | bias() | cube() | own_maximum{maxpool<2>()} | maxpool<2>();
static_assert(sketch<climbs, rule>() == "own_maximum maxpool sigmoid bias cube");
static_assert(under<climbs, rule>::log.fired[0] == 6);
constexpr auto global = input(8, 8, 3) | relu() | global_maxpool();
static_assert(sketch<global, rule>() == "maxpool relu");
constexpr auto ceil_mode = input(8, 8, 3) | relu() | maxpool<3>({.stride = 2, .ceil_mode = true});
static_assert(sketch<ceil_mode, rule>() == "maxpool relu");

// Maps that fall somewhere, or may: a gain or a slope can be negative.
constexpr auto falls = input(8, 8, 3) | gelu() | maxpool<2>();
static_assert(sketch<falls, rule>() == "gelu maxpool");
constexpr auto may_fall = input(8, 8, 3) | batchnorm() | maxpool<2>() | prelu() | maxpool<2>();
static_assert(sketch<may_fall, rule>() == "batchnorm maxpool prelu maxpool");
constexpr auto slopes = input(8, 8, 3) | leaky_relu(0.1f) | maxpool<2>() | leaky_relu(-0.1f) | maxpool<2>();
static_assert(sketch<slopes, rule>() == "maxpool leaky_relu leaky_relu maxpool");
constexpr auto mean = input(8, 8, 3) | relu() | avgpool<2>();
static_assert(sketch<mean, rule>() == "relu avgpool");

// Nothing is won where the pool makes as many cells as it reads, or where somebody else reads the map.
constexpr auto as_many = input(8, 8, 3) | relu() | maxpool<3>({.stride = 1, .pad = 1});
static_assert(sketch<as_many, rule>() == "relu maxpool");
constexpr auto two_readers = input(8, 8, 3) | relu() | branches(maxpool<2>(), identity());
static_assert(sketch<two_readers, rule>() == "relu maxpool");

// With dilation a window can miss the input altogether: its maximum, minus infinity, must stay below relu's zero.
constexpr auto misses = input(3, 3, 2) | relu() | maxpool<2>({.stride = 1, .pad = 2, .dilation = 5});
static_assert(test::as_ir<misses>.nodes[3].out == shape::image(2, 2, 2));
static_assert(sketch<misses, rule>() == "relu maxpool");
constexpr auto meets = input(3, 3, 2) | relu() | maxpool<2>({.stride = 1, .pad = 1, .dilation = 3});
static_assert(test::as_ir<meets>.nodes[3].out == shape::image(2, 2, 2));
static_assert(sketch<meets, rule>() == "maxpool relu");

}  // namespace
