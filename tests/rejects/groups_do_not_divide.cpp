// expect: conv 3x3: groups = 3 does not.*divide the channels 4 -> 8
// about: shapes
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8, {.groups = 2});
#else
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8, {.groups = 3});
#endif
static_assert(compile<net>::output.size() > 0);
