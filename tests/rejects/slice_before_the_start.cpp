// expect: slice\(first, count\): first.*must not be negative, got -1
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/slice.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | slice(0, 2);
#else
inline constexpr auto net = input(8, 8, 4) | slice(-1, 2);
#endif
static_assert(planned<net>::output.size() > 0);
