// expect: repeat<N>\(block\): N must be positive
// about: numbers
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | repeat<2>(conv<1, 1>());
#else
inline constexpr auto net = input(8, 8, 4) | repeat<0>(conv<1, 1>());
#endif
static_assert(compile<net>::output.size() > 0);
