// expect: avgpool needs an image or a.*signal, got \[12\]; reshape it.*first
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | global_avgpool();
#else
inline constexpr auto net = input(12) | global_avgpool();
#endif
static_assert(planned<net>::output.size() > 0);
