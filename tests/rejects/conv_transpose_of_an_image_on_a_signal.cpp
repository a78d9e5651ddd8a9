// expect: conv_transpose 2x2 needs an.*image, got the signal \[16x4\];.*write conv_transpose<K> for a.*signal
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(16, 4) | conv_transpose<2>(8);
#else
inline constexpr auto net = input(16, 4) | conv_transpose<2, 2>(8);
#endif
static_assert(planned<net>::output.size() > 0);
