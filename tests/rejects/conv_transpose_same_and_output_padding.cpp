// expect: conv_transpose 2x2: `same`.*fixes the output; leave.*output_padding out
// about: options
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8, {.stride = 2, .pad = same});
#else
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8, {.stride = 2, .pad = same, .output_padding = 1});
#endif
static_assert(planned<net>::output.size() > 0);
