// Which stages store their weights in 16 bits: those bound by their parameters, if that is asked for; and how many
// bytes.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/planned.hpp>
#include <string>

#include "../support.hpp"

namespace {

using namespace fusenet;

constexpr target machine{.lanes = 8, .registers = 16, .balance = 16};
constexpr auto bf16 = weight_storage::bfloat16;

/// A letter for each contraction: how its weights are stored.
template <const auto& Net, auto... Options>
std::string letters() {
    using plan_of = planned<Net, machine, Options...>;
    std::string all;
    for (int s = 0; s < plan_of::stage_count; ++s) {
        const plan::stage& st = plan_of::stages.stages[s];
        if (st.does == plan::op::contraction || st.does == plan::op::depthwise)
            all += st.stored == weight_storage::float32 ? 'f' : st.stored == weight_storage::bfloat16 ? 'b' : 'h';
    }
    return all;
}

constexpr auto plain =
    input(14, 14, 32) | conv<3, 3>(48, {.pad = 1}) | relu() | flatten() | dense(64) | relu() | dense(40);
constexpr auto gated =
    input(20, 20, 64) | residual<mul>(global_avgpool() | conv<1, 1>(16) | relu() | conv<1, 1>(64) | sigmoid());
constexpr auto few_cells = input(2, 3, 64) | conv<3, 3>(64, {.pad = 1}) | conv<1, 1>(64, {.groups = 2}) |
                           depthwise<3>({.pad = 1}) | conv_transpose<1, 1>(64) |
                           conv_transpose<2, 2>(64, {.stride = 2});
constexpr auto vectors = input(50) | dense(37);

TEST_CASE("stored weights: who is bound by its parameters, of panels of one group") {
    CHECK(letters<plain>() == "fff");
    CHECK(letters<plain, weight_storage::float32>() == "fff");
    CHECK(letters<plain, weight_storage::bfloat16>() == "fbb");
    CHECK(letters<plain, weight_storage::float16>() == "fhh");
    CHECK(letters<plain, weight_storage::float16, layer_by_layer>() == "fhh");
    CHECK(letters<gated, weight_storage::bfloat16>() == "bb");
    CHECK(letters<few_cells, weight_storage::bfloat16>() == "bffff");
}

// 37 outputs in panels of 3 vectors of 8, 50 deep; biases of as many channels and 16 floats more.
static_assert(planned<vectors, machine>::weight_bytes == 4 * (50 * 48 + 64));
static_assert(planned<vectors, machine, bf16>::weight_bytes == 2 * 50 * 48 + 4 * 64);
static_assert(planned<vectors, machine>::traffic_bytes - planned<vectors, machine, bf16>::traffic_bytes == 2 * 50 * 37);

// A library multiplies floats: what is stored otherwise stays with our kernels.
static_assert(planned<vectors, library::eigen>::owners.of[0] == library::eigen);
static_assert(planned<vectors, library::eigen, bf16>::owners.of[0] == library::none);

}  // namespace
