// expect: dropout\(rate\): the rate must.*lie between 0 and 1, got 50
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | dropout(0.5f);
#else
inline constexpr auto net = input(8, 8, 4) | dropout(50);
#endif
static_assert(planned<net>::output.size() > 0);
