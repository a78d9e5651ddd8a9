// expect: batchnorm: epsilon must not.*be negative, got -1
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | batchnorm();
#else
inline constexpr auto net = input(8, 8, 4) | batchnorm({.epsilon = -1});
#endif
static_assert(planned<net>::output.size() > 0);
