// expect: map\(f\): f must make a number of a number
// about: network
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | map([](auto x) { return x * x; });
#else
inline constexpr auto net = input(8, 8, 4) | map([](const char* x) { return x; });
#endif
static_assert(planned<net>::output.size() > 0);
