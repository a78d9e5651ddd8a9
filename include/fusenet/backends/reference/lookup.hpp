// Lookups: of each cell the row of a table that it asks for; zeros where there is no such row.
#pragma once

#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/backends/reference/weights.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet::reference {

template <class T, class L>
tensor<T> look_up(const L& layer, const layer_weights& weights, const tensor<T>& in, shape made) {
    tensor<T> out(made);
    each_value(made, [&](int y, int x, int c) {
        const int row = layer.row(static_cast<float>(in.at(y, x, 0)));
        if (row >= 0 && row < weights.extent[0].d[0]) out.at(y, x, c) = T(weights.given[0][1LL * row * made.c + c]);
    });
    return out;
}

}  // namespace fusenet::reference
