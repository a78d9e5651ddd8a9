// expect: space_to_depth needs an.*image, got \[16x4\]; reshape it.*first
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/space_to_depth.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | space_to_depth(2);
#else
inline constexpr auto net = input(16, 4) | space_to_depth(2);
#endif
static_assert(planned<net>::output.size() > 0);
