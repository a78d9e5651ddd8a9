// Concats cost no pass of their own: what is put together is written where it belongs.
#include <fusenet/networks/bn_inception.hpp>
#include <fusenet/networks/densenet.hpp>
#include <fusenet/networks/googlenet.hpp>
#include <fusenet/networks/googlenet_v1.hpp>
#include <fusenet/networks/squeezenet.hpp>
#include <fusenet/planned.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;

/// Stages that copy and do nothing else; one with maps behind it computes what several read.
template <const auto& Net, auto... Options>
constexpr int plain_copies() {
    int count = 0;
    for (int s = 0; s < planned<Net, Options...>::stage_count; ++s) {
        const plan::stage& stage = planned<Net, Options...>::stages.stages[s];
        count += stage.does == plan::op::copy && stage.steps == 0;
    }
    return count;
}

static_assert(plain_copies<networks::squeezenet1_1>() == 0);
static_assert(plain_copies<networks::googlenet>() == 0);
static_assert(plain_copies<networks::googlenet_v1>() == 0);
static_assert(plain_copies<networks::bn_inception>() == 0);
static_assert(plain_copies<networks::densenet121>() == 0);

TEST_CASE("networks: concats are copies only where each layer is a pass of its own") {
    CHECK(plain_copies<networks::squeezenet1_1>() == 0);
    CHECK(plain_copies<networks::squeezenet1_1, layer_by_layer>() == 8 * 2);  // eight concats of two
}

}  // namespace
