// expect: the left side of \| has several outputs; join them first
// about: joins
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | branches(relu(), sigmoid()) | add() | flatten();
#else
inline constexpr auto net = input(8, 8, 4) | branches(relu(), sigmoid()) | flatten();
#endif
static_assert(compile<net>::output.size() > 0);
