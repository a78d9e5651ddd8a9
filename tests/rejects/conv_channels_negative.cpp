// expect: conv 3x3: the channel count.*must be positive; leave it.*out to keep the input.{1,2}s
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8);
#else
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(-8);
#endif
static_assert(planned<net>::output.size() > 0);
