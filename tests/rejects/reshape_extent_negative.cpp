// expect: reshape: every extent must be.*positive, got \[-4x-3\]
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/reshape.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(12) | reshape(4, 3);
#else
inline constexpr auto net = input(12) | reshape(-4, -3);
#endif
static_assert(planned<net>::output.size() > 0);
