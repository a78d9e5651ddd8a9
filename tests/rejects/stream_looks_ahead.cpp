// expect: or let input be a piece
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(480, 1) | conv<3>(4, {.pad = causal});
#else
inline constexpr auto net = input(480, 1) | conv<3>(4, {.pad = same});
#endif
static_assert(planned<net, streamed{1}>::output.size() > 0);
