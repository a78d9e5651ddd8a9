// expect: avgpool: padding must be.*smaller than the window 2x2
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | avgpool<2>({.pad = 1});
#else
inline constexpr auto net = input(8, 8, 4) | avgpool<2>({.pad = 2});
#endif
static_assert(planned<net>::output.size() > 0);
