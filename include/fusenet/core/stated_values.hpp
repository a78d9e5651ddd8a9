// stated_values: all weights that a layer knows itself, in memory.
#pragma once

#include <cstddef>
#include <fusenet/core/stated.hpp>
#include <vector>

namespace fusenet {

/// In the order of its parameter; none of a layer that states none.
template <class L>
std::vector<float> stated_values([[maybe_unused]] const L& layer, [[maybe_unused]] shape in) {
    std::vector<float> values;
    if constexpr (states_weights<L>) {
        const dims extent = layer.parameters(in).all[0].extent;
        values.resize(static_cast<std::size_t>(extent.size()));
        for (int a = 0; a < extent.d[0]; ++a) put_stated(layer, in, a, values.data() + 1LL * a * stated_slice(layer, in));
    }
    return values;
}

}  // namespace fusenet
