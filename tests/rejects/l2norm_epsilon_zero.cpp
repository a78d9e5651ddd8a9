// expect: l2norm: epsilon must be.*positive, got 0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/l2norm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | l2norm();
#else
inline constexpr auto net = input(8, 8, 4) | l2norm({.epsilon = 0});
#endif
static_assert(planned<net>::output.size() > 0);
