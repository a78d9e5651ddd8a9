// expect: input: every extent must be.*positive, got \[8x0x3\]
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 3) | relu();
#else
inline constexpr auto net = input(8, 0, 3) | relu();
#endif
static_assert(planned<net>::output.size() > 0);
