// expect: time_distributed: conv 3 -> 4
// about: shapes
#include <fusenet/graph/time_distributed.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 2) | time_distributed(conv<1>(4));
#else
inline constexpr auto net = input(8, 2) | time_distributed(conv<3>(4));
#endif
static_assert(planned<net>::output.size() > 0);
