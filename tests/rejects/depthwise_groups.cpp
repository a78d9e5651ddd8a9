// expect: depthwise 3x3: it has a group.*for each channel; leave.*groups out
// about: options
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | depthwise<3>();
#else
inline constexpr auto net = input(8, 8, 4) | depthwise<3>({.groups = 2});
#endif
static_assert(planned<net>::output.size() > 0);
