// expect: depthwise 3x3: the multiplier.*must be positive; leave it.*out for one
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | depthwise<3>(2);
#else
inline constexpr auto net = input(8, 8, 4) | depthwise<3>(0);
#endif
static_assert(planned<net>::output.size() > 0);
