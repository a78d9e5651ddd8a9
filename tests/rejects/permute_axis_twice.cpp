// expect: permute<\.\.\.>: name each axis.*once, 0, 1, 2 \(h, w, c\) of an.*image or 0, 1 \(t, c\) of a.*signal
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/permute.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | permute<2, 0, 1>();
#else
inline constexpr auto net = input(8, 8, 4) | permute<2, 0, 0>();
#endif
static_assert(planned<net>::output.size() > 0);
