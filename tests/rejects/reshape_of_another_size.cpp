// expect: reshape: \[8x8x4\] has 256.*values, but \[63x4\] has 252
// about: shapes
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | reshape(64, 4);
#else
inline constexpr auto net = input(8, 8, 4) | reshape(63, 4);
#endif
static_assert(compile<net>::output.size() > 0);
