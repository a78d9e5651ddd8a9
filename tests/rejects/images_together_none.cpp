// expect: images_together{count}: a count from 1 to 1024
// about: options
#include <fusenet.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 4) | relu() | flatten() | dense(3);
#ifdef FUSENET_ACCEPT
static_assert(compile<net, images_together{8}>::tail.images == 8);
#else
static_assert(compile<net, images_together{0}>::output.size() > 0);
#endif
