// The check of values that a layer could not compute with, such as a negative variance.
#pragma once

#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/spelling.hpp>
#include <span>
#include <string>

namespace fusenet {

/// Whether parameters that must not be negative are not, nor NaN. The failure names the source, the tensor, which value
/// it is in the set's order, and the value.
inline status check_values(const std::string& source, const parameter_set& given) {
    for (const parameter& p : given.table()) {
        if (!p.not_negative) continue;
        const std::span<const float> values = given.of(p);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] >= 0) continue;
            return failure{source + ": tensor " + weight_files::in_quotes(p.name.view()) + ": value " + std::to_string(i) +
                           ": expected at least 0, found " + std::string(text<32>().put(values[i]).view())};
        }
    }
    return {};
}

}  // namespace fusenet
