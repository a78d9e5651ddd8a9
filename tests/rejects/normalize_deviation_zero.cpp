// expect: normalize: a deviation must.*be positive, got 0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/normalize.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 3) | normalize({128}, {64});
#else
inline constexpr auto net = input(8, 8, 3) | normalize({128}, {0});
#endif
static_assert(planned<net>::output.size() > 0);
