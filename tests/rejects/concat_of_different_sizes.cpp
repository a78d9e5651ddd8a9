// expect: concat: branches have shapes.*\[4x4x4\] and \[2x2x4\]
// about: joins
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | concat(maxpool<2>(), avgpool<2>());
#else
inline constexpr auto net = input(8, 8, 4) | concat(maxpool<2>(), maxpool<4>());
#endif
static_assert(compile<net>::output.size() > 0);
