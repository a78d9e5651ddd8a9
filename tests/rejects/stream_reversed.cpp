// expect: direction cannot be
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/lstm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8) | lstm(4);
#else
inline constexpr auto net = input(8, 8) | lstm(4, {.reversed = true});
#endif
static_assert(planned<net, streamed{1}>::output.size() > 0);
