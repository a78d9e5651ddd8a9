// expect: permute of 2 axes: the input.*\[8x8x4\] has 3; name each of.*them once
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/permute.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | permute<1, 0, 2>();
#else
inline constexpr auto net = input(8, 8, 4) | permute<1, 0>();
#endif
static_assert(planned<net>::output.size() > 0);
