// expect: conv 3x3: stride must be.*positive, got 1x0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8, {.stride = 1});
#else
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8, {.stride = {1, 0}});
#endif
static_assert(planned<net>::output.size() > 0);
