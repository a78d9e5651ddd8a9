// layer_weights: the given parameters of one layer; and the operands that a map or a normalisation makes of them.
#pragma once

#include <array>
#include <cstddef>
#include <fusenet/core/layer.hpp>

namespace fusenet::reference {

/// As they were given: float, unpacked, a pointer for each parameter in the layer's order.
struct layer_weights {
    const float* given[parameter_list::most]{};
    dims extent[parameter_list::most]{};
};

/// The operands of a channel: what the layer prepares, or the parameters' own values; one of extent [1] serves
/// every channel.
template <class T, class L>
auto operands_at(const L& layer, const layer_weights& weights, int channel) {
    constexpr int count = operands_of<L>();
    std::array<T, static_cast<std::size_t>(count)> operands{};
    if constexpr (count > 0) {
        if constexpr (requires { layer.prepare(weights.given, channel, operands.data()); }) {
            layer.prepare(weights.given, channel, operands.data());
        } else {
            for (int k = 0; k < count; ++k)
                operands[static_cast<std::size_t>(k)] =
                    T(weights.given[k][weights.extent[k].size() == 1 ? 0 : channel]);
        }
    }
    return operands;
}

}  // namespace fusenet::reference
