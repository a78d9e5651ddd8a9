// expect: goes from
// about: shapes
#include <fusenet/graph/time_distributed.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/gru.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 2) | time_distributed(dense(4)) | gru(3);
#else
inline constexpr auto net = input(8, 2) | time_distributed(dense(4) | gru(3));
#endif
static_assert(planned<net>::output.size() > 0);
