// expect: must be positive
// about: options
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr int piece = 2;
#else
inline constexpr int piece = -2;
#endif
inline constexpr auto net = input(8, 3) | relu();
static_assert(planned<net, streamed{piece}>::output.size() > 0);
