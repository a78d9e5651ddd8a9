#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/reshape.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::sketch;

namespace {

/// A layer of a user: to be removed, it need only say so.
struct probe {
    static constexpr bool identity = true;
    template <class V>
    constexpr V operator()(V x) const {
        return x;
    }
};

constexpr auto dropouts = input(8) | dropout() | dense(4) | dropout(0.1f) | dropout(0.2f) | relu();
static_assert(sketch<dropouts>() == "dropout dense dropout dropout relu");
static_assert(sketch<dropouts, drop_identity>() == "dense relu");
static_assert(test::under<dropouts, drop_identity>::log.fired[0] == 3);

constexpr auto vectors = input(8) | flatten() | dense(4) | reshape(4) | relu() | probe();
static_assert(sketch<vectors, drop_identity>() == "dense relu");

constexpr auto image = input(2, 2, 3) | flatten() | dense(4) | reshape(2, 2);
static_assert(sketch<image, drop_identity>() == "flatten dense reshape");

constexpr auto both = input(4, 4, 3) | residual(conv<1, 1>() | dropout(), dropout());
static_assert(sketch<both, drop_identity>() == "conv add(1,0)");

// What is left may be the input itself.
constexpr auto nothing = input(5) | dropout() | dropout();
static_assert(sketch<nothing, drop_identity>() == "" && test::under<nothing, drop_identity>::net.outputs[0] == 0);
constexpr auto heads = input(5) | branches(identity() | dropout(), dense(2) | dropout());
static_assert(sketch<heads, drop_identity>() == "dense" && test::under<heads, drop_identity>::net.outputs[0] == 0);

}  // namespace
