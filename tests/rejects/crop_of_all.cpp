// expect: crop: nothing is left of.*\[8x8x4\]; take fewer cells.*away
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | crop(3);
#else
inline constexpr auto net = input(8, 8, 4) | crop(4);
#endif
static_assert(planned<net>::output.size() > 0);
