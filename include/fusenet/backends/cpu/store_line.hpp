// store_line: one weight of each of some filters, side by side, as a panel stores them: as floats, or in 16 bits.
#pragma once

#include <algorithm>
#include <cmath>
#include <fusenet/core/weight_storage.hpp>
#include <type_traits>

namespace fusenet::cpu {

/// So many filters at most: a cache line of floats.
inline constexpr int filters_of_line = 16;

/// The first weight, folded, that its 16 bits cannot hold, and which value of its layer's it is; -1: all can.
struct misfit {
    long long at = -1;
    float value = 0;

    /// What of a line is too large, or has become infinite though it was `given` finite; its values are `apart` in the
    /// layer, the first one is value `from`.
    template <class Weight>
    void note(const float* values, int count, long long from, long long apart, const float* given) {
        for (int k = 0; k < count; ++k, from += apart, given += apart)
            if ((too_large<Weight>(values[k]) || (std::isinf(values[k]) && !std::isinf(*given))) && (at < 0 || from < at))
                at = from, value = values[k];
    }
};

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
