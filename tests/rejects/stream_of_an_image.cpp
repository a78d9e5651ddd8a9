// expect: is no signal
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 3) | relu();
#else
inline constexpr auto net = input(8, 8, 3) | relu();
#endif
static_assert(planned<net, streamed{4}>::output.size() > 0);
