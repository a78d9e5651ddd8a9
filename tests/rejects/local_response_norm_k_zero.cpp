// expect: local_response_norm: k must.*be positive, and alpha not.*negative, got k 0, alpha 1e-4
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/local_response_norm.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | local_response_norm(3);
#else
inline constexpr auto net = input(8, 8, 4) | local_response_norm(3, {.k = 0});
#endif
static_assert(planned<net>::output.size() > 0);
