// expect: channel_shuffle\(groups\):.*groups must be positive, got.*0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/channel_shuffle.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | channel_shuffle(2);
#else
inline constexpr auto net = input(8, 8, 4) | channel_shuffle(0);
#endif
static_assert(planned<net>::output.size() > 0);
