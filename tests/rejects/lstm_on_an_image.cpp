// expect: lstm -> 8 needs a signal
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/lstm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(4, 4) | lstm(8);
#else
inline constexpr auto net = input(4, 4, 4) | lstm(8);
#endif
static_assert(planned<net>::output.size() > 0);
