#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>

#include "sketch.hpp"

using namespace fusenet;
using test::as_ir, test::sketched, test::sound;

namespace {

constexpr auto net = input(4, 4, 1) | conv<1, 1>(2) | residual(relu() | conv<1, 1>(2));

// As lowered, input(...) is a node; tidy lets node 0 stand for it.
static_assert(sketched(net, as_ir<net>) == "input conv relu conv add(4,2)");
static_assert(sketched(net, tidy(as_ir<net>)) == "conv relu conv add(3,1)" && sound(tidy(as_ir<net>)));
static_assert(tidy(as_ir<net>).nodes[1].layer == 1 && tidy(as_ir<net>).outputs[0] == 4);

// Nodes that no output needs go, and with them what only they read.
constexpr auto without_body = [] {
    auto g = as_ir<net>;
    g.outputs[0] = 2;
    return tidy(g);
}();
static_assert(sketched(net, without_body) == "conv" && without_body.edge_count == 1);

// Nodes added at the end find their place, edges lie side by side.
constexpr auto appended = [] {
    auto g = tidy(as_ir<net>);
    const short source = 1;
    g.set_input(2, 0, g.add(g.nodes[2], &source, 1));
    return g;
}();
static_assert(!sound(appended) && sound(tidy(appended)));
static_assert(sketched(net, tidy(appended)) == "conv relu relu conv add(4,1)");

// Several outputs, one of them read by another.
constexpr auto heads = input(4, 4, 1) | conv<1, 1>(2) | branches(relu(), identity(), conv<1, 1>(3));
constexpr auto tidied_heads = tidied<4, 3>(as_ir<heads>);
static_assert(sketched(heads, tidied_heads) == "conv relu conv(1)" && tidied_heads.output_count == 3);
static_assert(tidied_heads.outputs[0] == 2 && tidied_heads.outputs[1] == 1 && tidied_heads.outputs[2] == 3);

static_assert(sketched(net, tidy(tidy(as_ir<net>))) == sketched(net, tidy(as_ir<net>)));

}  // namespace
