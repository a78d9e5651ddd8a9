// expect: mul: branches have shapes.*\[4x4x4\] and \[8x8x4\]
// about: joins
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/mul.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | residual<mul>(global_avgpool());
#else
inline constexpr auto net = input(8, 8, 4) | residual<mul>(maxpool<2>());
#endif
static_assert(planned<net>::output.size() > 0);
