// expect: stft needs a signal of one
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/stft.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(512, 1) | stft(256, 128);
#else
inline constexpr auto net = input(512, 2) | stft(256, 128);
#endif
static_assert(planned<net>::output.size() > 0);
