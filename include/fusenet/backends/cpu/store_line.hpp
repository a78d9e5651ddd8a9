// store_line: one weight of each of some filters, side by side, as a panel stores them: as floats, or in 16 bits.
#pragma once

#include <algorithm>
#include <cmath>
#include <fusenet/backends/cpu/misfit.hpp>
#include <fusenet/core/weight_storage.hpp>
#include <type_traits>

namespace fusenet::cpu {

/// So many filters at most: a cache line of floats.
inline constexpr int filters_of_line = 16;

/// Returns whether one is too large, or infinite.
template <class Weight>
bool store_line(const float (&values)[filters_of_line], int count, Weight* to) {
    if constexpr (std::is_same_v<Weight, float>) {
        if (count == filters_of_line)
            std::copy_n(values, filters_of_line, to);
        else
            std::copy_n(values, count, to);
        return false;
    } else {
        Weight stored[filters_of_line];
        bool wrong = false;
        for (int k = 0; k < filters_of_line; ++k) stored[k] = narrowed<Weight>(values[k]);
        for (int k = 0; k < filters_of_line; ++k) wrong |= k < count && (too_large<Weight>(values[k]) || std::isinf(values[k]));
        std::copy_n(stored, count, to);
        return wrong;
    }
}

}  // namespace fusenet::cpu
