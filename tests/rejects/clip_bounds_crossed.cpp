// expect: clip\(low, high\): low must not.*be above high, got 1 and 0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | clip(0, 1);
#else
inline constexpr auto net = input(8, 8, 4) | clip(1, 0);
#endif
static_assert(planned<net>::output.size() > 0);
