// expect: dense\(n\): n must be positive,.*got -3
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(12) | dense(3);
#else
inline constexpr auto net = input(12) | dense(-3);
#endif
static_assert(planned<net>::output.size() > 0);
