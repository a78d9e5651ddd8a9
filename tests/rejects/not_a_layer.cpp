// expect: this is not a layer
// about: network
#include <fusenet.hpp>

using namespace fusenet;

struct image_of_my_cat {};

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | relu();
#else
inline constexpr auto net = input(8, 8, 4) | image_of_my_cat();
#endif
static_assert(compile<net>::output.size() > 0);
