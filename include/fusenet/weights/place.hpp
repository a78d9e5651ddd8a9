// Puts the bytes of a checked tensor at its place in a parameter_set.
#pragma once

#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <span>
#include <string>
#include <vector>

namespace fusenet::weight_files {

/// `bytes` are little-endian numbers, as many as the parameter has values; `values` is room to work in.
inline status place(parameter_set& set, const parameter& p, convention order, stored_type type,
                    std::span<const std::byte> bytes, std::vector<float>& values) {
    values.resize(static_cast<std::size_t>(p.extent.size()));
    if (const std::size_t good = widen(type, bytes.data(), values); good < values.size())
        return failure{"value " + std::to_string(good) + " is too large for a float32"};
    const std::span<float> to = set.of(p);
    file_order(p, order).each([&](std::size_t here, std::size_t there) { to[here] = values[there]; });
    return {};
}

}  // namespace fusenet::weight_files
