// expect: the network has no input:.*begin it with input\(h, w, c\),.*or give compile its shape
// about: network
#include <fusenet.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | relu();
#else
inline constexpr auto net = relu() | tanh();
#endif
static_assert(compile<net>::output.size() > 0);
