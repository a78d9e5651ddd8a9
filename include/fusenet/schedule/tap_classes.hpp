// tap_classes: which taps of a transposed convolution meet in one output cell.
#pragma once

#include <fusenet/core/window.hpp>
#include <numeric>

namespace fusenet::schedule {

/// Output cell y gathers the taps t for which y + cut - t * dilation is a multiple of the stride (`window::up`): all
/// taps that are alike modulo `apart`. Such a class is a convolution of its own, whose filter is packed by itself. A
/// plain convolution has one class.
struct tap_axis {
    int taps = 1, apart = 1, stride = 1, dilation = 1, cut = 0;

    constexpr int count(int in_class) const { return in_class < taps ? (taps - in_class + apart - 1) / apart : 0; }
    /// Cells of the input that lie between two taps of a class.
    constexpr int step() const { return apart * dilation / stride; }
    /// The class of output cell y, or -1: none of the taps meets it.
    constexpr int class_of(int y) const {
        for (int t = 0; t < apart && t < taps; ++t)
            if ((y + cut - t * dilation) % stride == 0) return t;
        return -1;
    }
    /// The input cell under the first tap of the class of output cell y; the next taps' lie `step` before each other.
    constexpr int first_cell(int y, int in_class) const { return (y + cut - in_class * dilation) / stride; }
};

struct tap_classes {
    tap_axis h, w;

    /// Taps of the classes before (ch, cw): where the class begins among all.
    constexpr int before(int ch, int cw) const {
        int all = 0;
        for (int c = 0; c < ch; ++c) all += h.count(c) * w.taps;
        for (int c = 0; c < cw; ++c) all += h.count(ch) * w.count(c);
        return all;
    }
    constexpr int in_class(int ch, int cw) const { return h.count(ch) * w.count(cw); }
};

constexpr tap_classes tap_classes_of(const window& w, bool transposed) {
    tap_classes t{{w.kh}, {w.kw}};
    if (!transposed) return t;
    auto axis = [](int taps, int stride, int dilation, int before) {
        return tap_axis{taps, stride / std::gcd(stride, dilation), stride, dilation, dilation * (taps - 1) - before};
    };
    return {axis(w.kh, w.up.h, w.dilation.h, w.top), axis(w.kw, w.up.w, w.dilation.w, w.left)};
}

}  // namespace fusenet::schedule
