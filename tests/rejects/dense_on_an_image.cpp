// expect: dense\(10\) needs a vector, got.*the image \[8x8x4\]; put.*flatten\(\) before it
// about: shapes
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | flatten() | dense(10);
#else
inline constexpr auto net = input(8, 8, 4) | dense(10);
#endif
static_assert(compile<net>::output.size() > 0);
