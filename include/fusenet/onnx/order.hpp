// The order of values that were flattened: fusenet keeps h, w, c, ONNX c, h, w.
#pragma once

#include <cstddef>
#include <fusenet/core/parameter.hpp>
#include <span>
#include <vector>

namespace fusenet::onnx_files {

/// Values whose innermost axis counts the cells of `image` by h, w, c, with that axis by c, h, w.
inline std::vector<float> in_channel_order(std::span<const float> given, shape image) {
    std::vector<float> to(given.size());
    const auto cells = static_cast<std::size_t>(image.h) * static_cast<std::size_t>(image.w);
    const auto channels = static_cast<std::size_t>(image.c);
    for (std::size_t row = 0; row < given.size(); row += cells * channels)
        for (std::size_t cell = 0; cell < cells; ++cell)
            for (std::size_t c = 0; c < channels; ++c) to[row + c * cells + cell] = given[row + cell * channels + c];
    return to;
}

}  // namespace fusenet::onnx_files
