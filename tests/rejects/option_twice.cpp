// expect: an option of compile is given twice, and differently
// about: options
#include <fusenet.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 4) | relu();
#ifdef FUSENET_ACCEPT
static_assert(compile<net, target{.cores = 2}, layer_by_layer, target{.cores = 2}>::output.size() > 0);
#else
static_assert(compile<net, target{.cores = 2}, target{.l2 = 1 << 18}>::output.size() > 0);
#endif
