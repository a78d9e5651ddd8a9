// expect: conv_transpose 2x2: the.*padding cuts off all that.*\[8x8x4\] makes; use less
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8, {.pad = 2});
#else
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8, {.pad = 5});
#endif
static_assert(planned<net>::output.size() > 0);
