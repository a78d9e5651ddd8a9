// expect: groupnorm\(groups\): groups.*must be positive;.*instancenorm\(\) has one for.*each channel
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/groupnorm.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | groupnorm(2);
#else
inline constexpr auto net = input(8, 8, 4) | groupnorm(0);
#endif
static_assert(planned<net>::output.size() > 0);
