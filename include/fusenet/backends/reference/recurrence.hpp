// Recurrences: one cell after the other, each from the answer to the one before.
#pragma once

#include <cstddef>
#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/backends/reference/weights.hpp>
#include <fusenet/core/layer.hpp>
#include <vector>

namespace fusenet::reference {

namespace detail {

/// Row `row` of a matrix times a vector.
template <class T>
T row_times(const float* matrix, int row, const std::vector<T>& values) {
    T sum = 0;
    for (std::size_t k = 0; k < values.size(); ++k)
        sum += T(matrix[static_cast<std::size_t>(row) * values.size() + k]) * values[k];
    return sum;
}

}  // namespace detail

template <class T, class L>
tensor<T> recur(const L& layer, const layer_weights& weights, const tensor<T>& in, shape made) {
    const recurrence_facts is = layer.recurs(in.extent);
    const auto units = static_cast<std::size_t>(is.units), steps = static_cast<std::size_t>(in.extent.w);
    const float* const* rest = weights.given + (is.bias ? 4 : 2);
    const float* const projection = is.projects ? *rest++ : nullptr;
    const float* const operands = is.operands ? *rest : nullptr;

    tensor<T> out(made);
    std::vector<T> before(static_cast<std::size_t>(is.answer)), units_made(units), handed(units);
    std::vector<T> kept(units * static_cast<std::size_t>(is.kept + 1));
    for (std::size_t k = 0; k < steps; ++k) {
        const int t = static_cast<int>(is.reversed ? steps - 1 - k : k);
        std::vector<T> x;
        for (int c = 0; c < in.extent.c; ++c) x.push_back(in.at(0, t, c));

        const auto sums_of = [&](int u) {  // of the late gates once all units have handed on
            std::vector<T> sums(static_cast<std::size_t>(is.sums()));
            for (int g = 0; g < is.gates; ++g) {
                const int row = g * is.units + u;
                const T bias_in = is.bias ? T(weights.given[2][row]) : T(0), bias_before = is.bias ? T(weights.given[3][row]) : T(0);
                const T of_before = detail::row_times(weights.given[1], row, g < is.early() ? before : handed) + bias_before;
                const T of_input = detail::row_times(weights.given[0], row, x) + bias_in;
                const bool apart = g >= is.gates - is.apart;
                sums[static_cast<std::size_t>(g)] = apart ? of_input : of_input + of_before;
                if (apart) sums[static_cast<std::size_t>(g + is.apart)] = of_before;
            }
            return sums;
        };
        if constexpr (requires(const T* s) { layer.hands_on(s, T()); })
            for (std::size_t u = 0; u < units && is.late > 0; ++u)
                handed[u] = layer.hands_on(sums_of(static_cast<int>(u)).data(), before[u]);
        for (std::size_t u = 0; u < units; ++u) {
            std::vector<T> own(kept.begin() + static_cast<std::ptrdiff_t>(u * static_cast<std::size_t>(is.kept)),
                               kept.begin() + static_cast<std::ptrdiff_t>((u + 1) * static_cast<std::size_t>(is.kept)));
            std::vector<T> of_unit;
            for (std::size_t o = 0; o < static_cast<std::size_t>(is.operands); ++o) of_unit.push_back(T(operands[o * units + u]));
            units_made[u] = layer(sums_of(static_cast<int>(u)).data(), is.projects ? T(0) : before[u], own.data(), of_unit.data());
            std::copy(own.begin(), own.end(), kept.begin() + static_cast<std::ptrdiff_t>(u * static_cast<std::size_t>(is.kept)));
        }
        if (is.projects)
            for (int c = 0; c < is.answer; ++c) before[static_cast<std::size_t>(c)] = detail::row_times(projection, c, units_made);
        else
            before = units_made;
        if (is.last && k + 1 < steps) continue;
        for (int c = 0; c < is.answer; ++c) out.at(0, is.last ? 0 : t, c) = before[static_cast<std::size_t>(c)];
    }
    return out;
}

}  // namespace fusenet::reference
