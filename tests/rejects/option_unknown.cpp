// expect: an option of compile is a shape, a target, layer_by_layer, a library, an accuracy, images_together, or a weight_storage
// about: options
#include <fusenet.hpp>

using namespace fusenet;

inline constexpr auto net = input(8, 8, 4) | relu();
#ifdef FUSENET_ACCEPT
static_assert(compile<net, layer_by_layer>::output.size() > 0);
#else
static_assert(compile<net, 3>::output.size() > 0);
#endif
