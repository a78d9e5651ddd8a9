// expect: add: branches have shapes.*\[6x6x4\] and \[8x8x4\]
// about: joins
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | residual(conv<3, 3>({.pad = 1}));
#else
inline constexpr auto net = input(8, 8, 4) | residual(conv<3, 3>());
#endif
static_assert(compile<net>::output.size() > 0);
