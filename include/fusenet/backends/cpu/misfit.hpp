// misfit: a weight that 16 bits cannot hold, and the sentence about it.
#pragma once

#include <cmath>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/core/weight_storage.hpp>
#include <fusenet/weights/spelling.hpp>
#include <string>

namespace fusenet::cpu {

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

/// `source` has it in tensor `p`; `folds`: other layers have changed it.
inline failure too_large_for(weight_storage stored, const std::string& source, const parameter& p, const misfit& found, bool folds) {
    return {source + ": tensor " + weight_files::in_quotes(p.name.view()) + ": value " + std::to_string(found.at) + ": " +
            std::string(text<32>().put(found.value).view()) +
            (folds ? ", once other layers are folded into it," : "") + " is too large for " + name_of(stored)};
}

}  // namespace fusenet::cpu
