// expect: add joins at least two.*branches, got 1
// about: joins
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | branches(relu(), tanh()) | add();
#else
inline constexpr auto net = input(8, 8, 4) | relu() | add();
#endif
static_assert(compile<net>::output.size() > 0);
