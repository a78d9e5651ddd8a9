// Moves: each output value is a weighted sum of a few input values, found by index alone.
#pragma once

#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet::reference {

template <class T, class L>
tensor<T> move_values(const L& layer, const tensor<T>& in, shape made) {
    int taps = 1;
    if constexpr (requires { layer.taps; }) taps = layer.taps;
    tensor<T> out(made);
    each_value(made, [&](int y, int x, int c) {
        T sum = 0;
        for (int tap = 0; tap < taps; ++tap) {
            const source from = layer.from(in.extent, made, y, x, c, tap);
            sum += from.y < 0 ? T(from.share) : T(from.share) * in.at(from.y, from.x, from.c);
        }
        out.at(y, x, c) = sum;
    });
    return out;
}

}  // namespace fusenet::reference
