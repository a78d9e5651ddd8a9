// expect: depth_to_space: blocks of 3x3.*cells do not divide the.*channels of \[8x8x4\]
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/space_to_depth.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | depth_to_space(2);
#else
inline constexpr auto net = input(8, 8, 4) | depth_to_space(3);
#endif
static_assert(planned<net>::output.size() > 0);
