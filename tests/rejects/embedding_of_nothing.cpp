// expect: must be positive, got 0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/embedding.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(4, 1) | embedding(1, 4);
#else
inline constexpr auto net = input(4, 1) | embedding(0, 4);
#endif
static_assert(planned<net>::output.size() > 0);
