// expect: given the shape \[4x4x4\]
// about: options
#include <fusenet.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 4) | relu();
#ifdef FUSENET_ACCEPT
static_assert(compile<net, shape::image(8, 8, 4)>::output.size() > 0);
#else
static_assert(compile<net, shape::image(4, 4, 4)>::output.size() > 0);
#endif
