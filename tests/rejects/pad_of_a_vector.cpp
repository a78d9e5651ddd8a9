// expect: pad needs an image or a.*signal, got \[12\]; reshape it.*first
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | pad(1);
#else
inline constexpr auto net = input(12) | pad(1);
#endif
static_assert(planned<net>::output.size() > 0);
