// expect: conv_transpose 2x2 needs an.*image or a signal, got \[12\];.*a vector takes dense\(n\)
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | conv_transpose<2, 2>(8);
#else
inline constexpr auto net = input(12) | conv_transpose<2, 2>(8);
#endif
static_assert(planned<net>::output.size() > 0);
