// expect: instancenorm needs an image.*or a signal, got \[12\]; a.*vector takes layernorm\(\)
// about: shapes
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/groupnorm.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | instancenorm();
#else
inline constexpr auto net = input(12) | instancenorm();
#endif
static_assert(planned<net>::output.size() > 0);
