// view: a tensor as kernels see it, in absolute rows, wherever it lies: whole, as a band, as a slice of channels.
#pragma once

#include <fusenet/core/shape.hpp>
#include <fusenet/core/window.hpp>

namespace fusenet::cpu {

/// Cell (y, x) begins at p + (y * w + x) * pitch. For a band, `p` points before its memory by the rows it has dropped:
/// a deliberate exception from the language's rule that a pointer stays within its array. All is in absolute rows, and
/// no cell outside is touched.
struct view {
    float* p = nullptr;
    long long pitch = 0;
    int h = 1, w = 1, c = 0;

    float* at(int y, int x) const { return p + (static_cast<long long>(y) * w + x) * pitch; }
    /// Channels `part` alone.
    view of_channels(rows part) const { return {p + part.first, pitch, h, w, part.count()}; }
    bool operator==(const view&) const = default;
};

}  // namespace fusenet::cpu
