// expect: channel_shuffle: groups = 3.*does not divide the channels.*of \[8x8x4\]
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/channel_shuffle.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | channel_shuffle(2);
#else
inline constexpr auto net = input(8, 8, 4) | channel_shuffle(3);
#endif
static_assert(planned<net>::output.size() > 0);
