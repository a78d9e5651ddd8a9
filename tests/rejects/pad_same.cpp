// expect: pad: `same` belongs to a.*window; give pad its cells
// about: options
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | pad(1);
#else
inline constexpr auto net = input(8, 8, 4) | pad(same);
#endif
static_assert(planned<net>::output.size() > 0);
