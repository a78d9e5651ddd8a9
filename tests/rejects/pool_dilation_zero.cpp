// expect: maxpool: dilation must be.*positive, got 0x0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | maxpool<2>({.dilation = 1});
#else
inline constexpr auto net = input(8, 8, 4) | maxpool<2>({.dilation = 0});
#endif
static_assert(planned<net>::output.size() > 0);
