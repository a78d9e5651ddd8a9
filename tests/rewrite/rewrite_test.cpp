#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/softmax.hpp>
#include <string_view>

#include "sketch.hpp"

using namespace fusenet;
using test::as_ir, test::sketched, test::sound;

namespace {

template <const auto& Net>
using all = rewriting<as_ir<Net>>;

/// How often one of every_rule fired.
template <const auto& Net>
constexpr int fired(std::string_view rule) {
    for (int k = 0; k < all<Net>::log.rules; ++k)
        if (all<Net>::log.name(k) == rule) return all<Net>::log.fired[k];
    return -1;
}

constexpr auto stem = input(9, 9, 3) | conv<3, 3>(4) | batchnorm() | relu() | maxpool<3>({.stride = 2}) | dropout() |
                      flatten() | dense(5) | softmax();
static_assert(sketched(stem, all<stem>::net) == "conv+batchnorm maxpool relu flatten dense softmax");
static_assert(fired<stem>("drop_identity") == 1 && fired<stem>("fold_affine_after") == 1);
static_assert(fired<stem>("maxpool_before_monotone") == 1 && fired<stem>("map_into_branches") == 0);
static_assert(fired<stem>("no_such_rule") == -1);

// No more room than needed, whatever the rules had.
static_assert(all<stem>::net.node_capacity == 7 && all<stem>::net.edge_capacity == 7);

// Without rules only input(...) goes.
constexpr const auto& as_written = rewriting<as_ir<stem>, no_rules>::net;
static_assert(sketched(stem, as_written) == "conv batchnorm relu maxpool dropout flatten dense softmax");
static_assert(rewriting<as_ir<stem>, no_rules>::log.rules == 0);

// Rules that bring neighbours together come before those that need them, and take turns: the pool passes the relu, then
// the concat, the maps follow into the branches, where the batchnorms meet their contractions.
constexpr auto concats = input(9, 9, 3) | concat(conv<1, 1>(2), concat(conv<3, 3>(3, {.pad = 1}), conv<1, 1>(4))) |
                         batchnorm() | relu() | maxpool<2>();
static_assert(sketched(concats, all<concats>::net) ==
              "conv+batchnorm maxpool relu conv+batchnorm@2(0) maxpool@2 relu@2 conv+batchnorm@5(0) maxpool@5 relu@5 "
              "concat(3,6,9)");
static_assert(sound(all<concats>::net));

// A merged contraction leaves a concat of one, which goes in the next round, and lets a batchnorm be folded.
constexpr auto siblings = input(4, 4, 3) | concat(conv<1, 1>(2), conv<1, 1>(4)) | dropout() | relu() | conv<1, 1>(3);
static_assert(sketched(siblings, all<siblings>::net) == "[conv&conv] relu conv");

// A user's own rule, and a choice among the library's.
struct forget_relu {
    static constexpr const char* name = "forget_relu";
    template <int N, int E>
    constexpr int operator()(ir<N, E>& net) const {
        forwarding<N> forward;
        int fired = 0;
        for (int i = 1; i < net.node_count; ++i)
            if (net.nodes[i].is.known == known_map::relu) forward.pass(net, i, forward(net.input(i))), ++fired;
        forward.redirect(net);
        return fired;
    }
};
using chosen = rewriting<as_ir<stem>, rule_list<forget_relu, drop_identity>>;
static_assert(sketched(stem, chosen::net) == "conv batchnorm maxpool flatten dense softmax" &&
              chosen::log.fired[0] == 1);
static_assert(std::string_view(chosen::log.name(0)) == "forget_relu");

// DenseNet-121's blocks: what others read stays, all that can fold folds, within the compilers' default limits.
constexpr auto dense_layer = concat(identity(), batchnorm() | relu() | conv<1, 1>(128, {.bias = false}) | batchnorm() |
                                                    relu() | conv<3, 3>(32, {.pad = 1, .bias = false}));
constexpr auto transition = batchnorm() | relu() | conv<1, 1>(64, {.bias = false}) | avgpool<2>();
constexpr auto densenet = input(224, 224, 3) | conv<7, 7>(64, {.stride = 2, .pad = 3, .bias = false}) | batchnorm() |
                          relu() | maxpool<3>({.stride = 2, .pad = 1}) | repeat<6>(dense_layer) | transition |
                          repeat<12>(dense_layer) | transition | repeat<24>(dense_layer) | transition |
                          repeat<16>(dense_layer) | batchnorm() | relu() | global_avgpool() | flatten() | dense(1000) |
                          softmax();
static_assert(sound(all<densenet>::net));
static_assert(fired<densenet>("fold_affine_after") == 59 && fired<densenet>("maxpool_before_monotone") == 1);
static_assert(fired<densenet>("map_into_branches") == 0 && fired<densenet>("concat_of_concats") == 0);
static_assert(as_ir<densenet>.node_count - all<densenet>::net.node_count == 59 + 1);

}  // namespace
