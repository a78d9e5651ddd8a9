// expect: normalize: .8x8x3. needs a.*mean and a deviation for each.*channel, or one for all, got.*2 and 1
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/normalize.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 3) | normalize({120, 110, 100}, {64});
#else
inline constexpr auto net = input(8, 8, 3) | normalize({120, 110}, {64});
#endif
static_assert(planned<net>::output.size() > 0);
