// expect: input\(\.\.\.\) must be the first.*layer of a network
// about: network
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | relu();
#else
inline constexpr auto net = input(8, 8, 4) | relu() | input(8, 8, 4);
#endif
static_assert(compile<net>::output.size() > 0);
