// expect: two parameters are called.*.{1,2}a.bias.{1,2}: tell them apart.*with named\(.{1,2}\.\.\..{1,2}, layer\)
// about: names
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | named("a", conv<1, 1>()) | named("b", conv<1, 1>());
#else
inline constexpr auto net = input(8, 8, 4) | named("a", conv<1, 1>()) | named("a", conv<1, 1>());
#endif
static_assert(compile<net>::output.size() > 0);
