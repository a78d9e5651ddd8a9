// expect: pad: cells must not be.*negative, got 0, 0, -1, 0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | pad(1);
#else
inline constexpr auto net = input(8, 8, 4) | pad({0, 0, -1, 0});
#endif
static_assert(planned<net>::output.size() > 0);
