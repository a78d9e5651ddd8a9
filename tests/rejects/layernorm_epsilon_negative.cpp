// expect: layernorm: epsilon must not.*be negative, got -1
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/layernorm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | layernorm();
#else
inline constexpr auto net = input(8, 8, 4) | layernorm({.epsilon = -1});
#endif
static_assert(planned<net>::output.size() > 0);
