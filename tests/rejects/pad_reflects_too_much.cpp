// expect: pad: reflect mirrors fewer.*cells than \[8x8x4\] has in a.*row or column
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | pad(7, reflect{});
#else
inline constexpr auto net = input(8, 8, 4) | pad(8, reflect{});
#endif
static_assert(planned<net>::output.size() > 0);
