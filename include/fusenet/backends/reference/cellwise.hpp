// Maps, joins and concat: each output value is made of the values above it.
#pragma once

#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/backends/reference/weights.hpp>
#include <tuple>
#include <vector>

namespace fusenet::reference {

template <class T, class L>
tensor<T> map_values(const L& layer, const layer_weights& weights, const tensor<T>& in) {
    tensor<T> out(in.extent);
    each_value(out.extent, [&](int y, int x, int c) {
        const auto call = [&](auto... operand) { return T(layer(in.at(y, x, c), operand...)); };
        out.at(y, x, c) = std::apply(call, operands_at<T>(layer, weights, c));
    });
    return out;
}

/// From the first branch to the last; a branch of one cell counts for every cell.
template <class T, class L>
tensor<T> join_branches(const L& layer, const std::vector<const tensor<T>*>& in, shape made) {
    const auto value = [](const tensor<T>& from, int y, int x, int c) {
        const bool spread = from.extent.h == 1 && from.extent.w == 1;
        return spread ? from.at(0, 0, c) : from.at(y, x, c);
    };
    tensor<T> out(made);
    each_value(made, [&](int y, int x, int c) {
        T joined = value(*in[0], y, x, c);
        for (std::size_t k = 1; k < in.size(); ++k) joined = layer(joined, value(*in[k], y, x, c));
        out.at(y, x, c) = joined;
    });
    return out;
}

template <class T>
tensor<T> concat_branches(const std::vector<const tensor<T>*>& in, shape made) {
    tensor<T> out(made);
    int first = 0;
    for (const tensor<T>* from : in) {
        each_value(from->extent, [&](int y, int x, int c) { out.at(y, x, first + c) = from->at(y, x, c); });
        first += from->extent.c;
    }
    return out;
}

}  // namespace fusenet::reference
