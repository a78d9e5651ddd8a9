// expect: s, got \[8x8x8\]
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8) | conv<3>(4, {.pad = causal});
#else
inline constexpr auto net = input(8, 8, 8) | conv<3>(4, {.pad = causal});
#endif
static_assert(planned<net>::output.size() > 0);
