// expect: conv 3x3 needs an image, got.*the signal \[16x4\]; write.*conv<K> for a signal
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(16, 4) | conv<3>(8);
#else
inline constexpr auto net = input(16, 4) | conv<3, 3>(8);
#endif
static_assert(planned<net>::output.size() > 0);
