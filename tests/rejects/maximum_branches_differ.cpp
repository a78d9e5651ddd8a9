// expect: maximum: branches have shapes.*\[8x8x8\] and \[8x8x4\]
// about: joins
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/maximum.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | residual<maximum>(relu());
#else
inline constexpr auto net = input(8, 8, 4) | residual<maximum>(conv<1, 1>(8));
#endif
static_assert(planned<net>::output.size() > 0);
