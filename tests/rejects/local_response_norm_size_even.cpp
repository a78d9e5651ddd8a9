// expect: local_response_norm\(size\):.*the size must be odd, its.*channel in the middle, got 4
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/local_response_norm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | local_response_norm(3);
#else
inline constexpr auto net = input(8, 8, 4) | local_response_norm(4);
#endif
static_assert(planned<net>::output.size() > 0);
