// What a stream keeps: as little as it can on a core without vectors, whole vectors elsewhere.
#include <fusenet.hpp>
#include <fusenet/schedule/state.hpp>

namespace {

using namespace fusenet;

constexpr auto filter = input(12, 1) | conv<3>(4, {.pad = causal}) | fusenet::tanh() | dense(1);
constexpr auto gated = input(12, 1) | gru(4) | dense(1);
constexpr auto deep = input(12, 3) | conv<3>(5, {.pad = causal, .dilation = 2}) | gru(4, {.reset_after = false}) | lstm(7) | dense(1);

template <const auto& Net, auto... Options>
constexpr long long state_of = planned<Net, streamed{1}, Options...>::state_bytes;

// Three samples in a ring and where the next one goes; an answer and the next one.
static_assert(state_of<filter, microcontroller> == 4 * (3 + 1));
static_assert(state_of<gated, microcontroller> == 4 * (4 + 4));
constexpr target with_vectors{.lanes = 8, .registers = 16};
static_assert(state_of<filter, with_vectors> == 64 + 64 && state_of<gated, with_vectors> == 64 + 64);
static_assert(state_of<deep, with_vectors> % 64 == 0);
static_assert(state_of<deep, microcontroller> < 256);

}  // namespace
