// The plan of one network, without its program: what a static_assert about it costs.
#include <fusenet/planned.hpp>

#include "networks.hpp"

using model = fusenet::planned<networks_under_test::network>;
static_assert(model::arena_bytes > 0 && model::weight_bytes > 0 && model::flops > 0);
