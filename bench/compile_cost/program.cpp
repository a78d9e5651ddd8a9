// The whole program of one network, optimised.
#include <fusenet.hpp>

#include "networks.hpp"

void run(const fusenet::compile<networks_under_test::network>& model, const float* in, float* const* out, float* arena) {
    model.run(in, out, 1, arena);
}
