// expect: groupnorm: groups = 3 does.*not divide the channels of.*\[8x8x4\]
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/groupnorm.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | groupnorm(2);
#else
inline constexpr auto net = input(8, 8, 4) | groupnorm(3);
#endif
static_assert(planned<net>::output.size() > 0);
