// expect: reorg: 4 must divide rows and.*columns of \[8x8x4\], and its.*square the channels
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/reorg.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | reorg(2);
#else
inline constexpr auto net = input(8, 8, 4) | reorg(4);
#endif
static_assert(planned<net>::output.size() > 0);
