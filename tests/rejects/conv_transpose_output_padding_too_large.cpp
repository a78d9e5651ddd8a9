// expect: conv_transpose 2x2:.*output_padding must not be.*negative, and smaller than.*the stride or the dilation
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8, {.stride = 2, .output_padding = 1});
#else
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8, {.stride = 2, .output_padding = 2});
#endif
static_assert(planned<net>::output.size() > 0);
