// expect: conv 3x3: the channel count.*must be positive; leave it.*out to keep the input.{1,2}s
// about: numbers
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>();
#else
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(0);
#endif
static_assert(compile<net>::output.size() > 0);
