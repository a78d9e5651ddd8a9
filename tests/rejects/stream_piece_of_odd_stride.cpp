// expect: are no multiple of the stride
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr int piece = 4;
#else
inline constexpr int piece = 3;
#endif
inline constexpr auto net = input(8, 8) | conv<3>(4, {.stride = 2, .pad = causal});
static_assert(planned<net, streamed{piece}>::output.size() > 0);
