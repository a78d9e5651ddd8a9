// expect: rmsnorm: epsilon must not be.*negative, got -1
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/rmsnorm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | rmsnorm();
#else
inline constexpr auto net = input(8, 8, 4) | rmsnorm({.epsilon = -1});
#endif
static_assert(planned<net>::output.size() > 0);
