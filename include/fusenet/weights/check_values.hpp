// The check of values that a layer could not compute with, such as a negative variance.
#pragma once

#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>
#include <vector>

namespace fusenet {

/// Whether values of a parameter that must not be negative are not, nor NaN; `first` is the first one's place in the
/// parameter. The failure names the source, the tensor, which value it is in the set's order, and the value.
inline status check_values(const std::string& source, const parameter& p, std::span<const float> values,
                           long long first = 0) {
    if (!p.not_negative) return {};
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] >= 0) continue;
        return failure{source + ": tensor " + weight_files::in_quotes(p.name.view()) + ": value " +
                       std::to_string(first + static_cast<long long>(i)) + ": expected at least 0, found " +
                       std::string(text<32>().put(values[i]).view())};
    }
    return {};
}

/// The same of all parameters.
inline status check_values(value_source& from) {
    std::vector<float> room;
    for (std::size_t row = 0; row < from.table().size(); ++row) {
        const parameter& p = from.table()[row];
        if (!p.not_negative) continue;
        status good;
        const status read = each_piece(from, row, room, [&](long long first, std::span<const float> values) {
            if (good) good = check_values(from.name(), p, values, first * slice_of(p));
        });
        if (!read) return read;
        if (!good) return good;
    }
    return {};
}

}  // namespace fusenet
