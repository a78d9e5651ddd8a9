// Stages: maps and joins go to the stage that makes what they read, concats become slices, views cost nothing.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>

#include "../support.hpp"
#include "plan_words.hpp"

namespace {

using namespace fusenet;
using plan::op;
using test::plan_words;
using test::words;

// Maps take a stage only where nothing makes what they read, or where others read it too.
constexpr auto after_a_convolution = input(8, 8, 3) | conv<3, 3>(5) | relu() | sigmoid() | tanh();
static_assert(plan_words<planned<after_a_convolution>>() == words("[contraction+relu+sigmoid+tanh]"));
constexpr auto after_the_input = input(8, 8, 3) | relu() | sigmoid();
static_assert(plan_words<planned<after_the_input>>() == words("[copy+relu+sigmoid]"));
constexpr auto read_twice = input(8, 8, 3) | conv<3, 3>(5) | residual(sigmoid());
static_assert(plan_words<planned<read_twice>>() == words("[contraction copy+sigmoid+add]"));
constexpr auto every_operation = input(8, 8, 4) | depthwise<3>() | relu() | avgpool<2>() | tanh() | upsample(2) |
                                 softmax() | relu() | global_avgpool();
static_assert(plan_words<planned<every_operation>>() == words("[depthwise+relu fold+tanh move normalise+relu total]"));

// A join goes to the latest of its branches, as its first or second operand; more than a stage can hold go on in a
// copy.
constexpr auto later_branch = input(8, 8, 4) | branches(conv<1, 1>(), conv<3, 3>({.pad = 1})) | add() | relu();
static_assert(plan_words<planned<later_branch>>() == words("[contraction contraction+add+relu]"));
constexpr auto spread =
    input(8, 8, 4) | relu() | residual<mul>(identity(), global_avgpool() | conv<1, 1>() | sigmoid());
static_assert(plan_words<planned<spread>>() == words("[copy+relu] [total] [contraction+sigmoid] [copy+mul]"));
constexpr auto seven = input(8, 8, 4) |
                       branches(identity(), identity(), identity(), identity(), identity(), identity(), identity()) |
                       add();
static_assert(plan_words<planned<seven>>() == words("[copy+add+add+add+add] [copy+add+add]"));

/// Every step behind a chain of joins knows which side of the join the chain is.
constexpr bool knows_its_side() {
    using p = planned<later_branch>;
    const plan::epilogue_step& join = p::stages.steps[p::stages.stages[1].first_step];
    return join.swapped && join.other == p::stages.stages[0].out && !join.spread;
}
static_assert(knows_its_side());

// A concat is the memory of its parts. What lies elsewhere already (the input, what another concat took) is copied.
constexpr auto parts =
    input(8, 8, 4) | concat(conv<3, 3>(5, {.pad = 1}) | relu(), maxpool<3>({.stride = 1, .pad = 1}), conv<1, 1>(7));
static_assert(plan_words<planned<parts>>() == words("[contraction@0+relu fold@5 contraction@9]"));
constexpr auto of_parts = input(8, 8, 4) | conv<1, 1>(2) |
                          concat(concat(conv<1, 1>(5) | relu(), depthwise<3>({.pad = 1})), conv<3, 3>(6, {.pad = 1}));
static_assert(plan_words<planned<of_parts>>() == words("[contraction contraction@0+relu depthwise@5 contraction@7]"));
constexpr auto with_the_input = input(8, 8, 4) | concat(identity(), relu());
static_assert(plan_words<planned<with_the_input>>() == words("[copy@4+relu copy@0]"));

// What only names the cells anew is a view.
constexpr auto view = input(8, 8, 4) | conv<3, 3>(5) | relu() | flatten() | dense(3);
static_assert(plan_words<planned<view>>() == words("[contraction+relu] [contraction]"));
static_assert(planned<view>::stages.root(planned<view>::stages.stages[1].in).extent == shape::image(6, 6, 5));

// Layer by layer nothing is shared: each layer is a stage, and a concat copies.
static_assert(plan_words<planned<after_a_convolution, layer_by_layer>>() ==
              words("[contraction] [copy+relu] [copy+sigmoid] [copy+tanh]"));
static_assert(plan_words<planned<parts, layer_by_layer>>() ==
              words("[contraction] [copy+relu] [fold] [contraction] [copy@0] [copy@5] [copy@9]"));
static_assert(plan_words<planned<view, layer_by_layer>>() == words("[contraction] [copy+relu] [move] [contraction]"));

// An output has memory of its own, which is the caller's.
constexpr auto outputs = input(8, 8, 4) | relu() | branches(identity(), identity(), flatten(), conv<1, 1>(2));
constexpr bool own_outputs() {
    using p = planned<outputs>;
    bool apart = p::output_count == 4;
    for (int k = 0; k < p::output_count; ++k) apart = apart && p::stages.root(p::stages.outputs[k]).output == k;
    return apart;
}
static_assert(own_outputs());

TEST_CASE("form_stages: flops and weights are those of the layers") {
    using p = planned<after_a_convolution>;
    CHECK(p::flops == 36 * 5 * (2 * 27 + 1) + 3 * 36 * 5);
    CHECK(p::stages.stages[0].weights == 5 * 27 + 5);
    CHECK(p::layer_traffic_bytes > p::traffic_bytes);
}

}  // namespace
