// expect: slice: channels 2 to 4 are.*not all in \[8x8x4\]; give.*fewer
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/slice.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | slice(2, 2);
#else
inline constexpr auto net = input(8, 8, 4) | slice(2, 3);
#endif
static_assert(planned<net>::output.size() > 0);
