// expect: longer than its padded
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/stft.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(128, 1) | stft(256, 128, {.pad = 64});
#else
inline constexpr auto net = input(128, 1) | stft(256, 128);
#endif
static_assert(planned<net>::output.size() > 0);
