// expect: conv 9x9: kernel is larger.*than its padded input.*\[8x8x4\]; pad it more
// about: shapes
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv<3, 3>(8);
#else
inline constexpr auto net = input(8, 8, 4) | conv<9, 9>(8);
#endif
static_assert(compile<net>::output.size() > 0);
