// expect: avgpool: window 13x13 is.*larger than its padded input.*\[8x8x4\]; pad it more
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | avgpool<8>();
#else
inline constexpr auto net = input(8, 8, 4) | avgpool<13>();
#endif
static_assert(planned<net>::output.size() > 0);
