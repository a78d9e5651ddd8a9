// expect: one channel
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/embedding.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(4, 1) | embedding(10, 4);
#else
inline constexpr auto net = input(4, 2) | embedding(10, 4);
#endif
static_assert(planned<net>::output.size() > 0);
