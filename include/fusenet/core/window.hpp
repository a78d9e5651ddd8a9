// window: which input cells feed one output cell, along both axes; and the options that describe it.
#pragma once

#include <fusenet/core/shape.hpp>

namespace fusenet {

/// A number for each axis; one number is both.
struct extent2 {
    int h = 1, w = 1;

    constexpr extent2() = default;
    constexpr extent2(int both) : h(both), w(both) {}
    constexpr extent2(int height, int width) : h(height), w(width) {}
    constexpr bool operator==(const extent2&) const = default;
};

/// Cells of zeros around the input: one number, one per axis, or one per side; or `same`, `valid`, or `causal`.
struct padding {
    int top = 0, left = 0, bottom = 0, right = 0;
    bool follows_input = false;
    bool before = false;

    constexpr padding() = default;
    constexpr padding(int all) : top(all), left(all), bottom(all), right(all) {}
    constexpr padding(int vertical, int horizontal)
        : top(vertical), left(horizontal), bottom(vertical), right(horizontal) {}
    constexpr padding(int t, int l, int b, int r) : top(t), left(l), bottom(b), right(r) {}
    constexpr bool operator==(const padding&) const = default;
};

/// TensorFlow's SAME: the output has ceil(input / stride) cells, and an odd cell of padding comes after.
inline constexpr padding same = [] {
    padding p;
    p.follows_input = true;
    return p;
}();
/// No padding.
inline constexpr padding valid{};
/// Of a signal: as many cells in front as a window reaches back, so that it sees nothing that comes later.
inline constexpr padding causal = [] {
    padding p;
    p.before = true;
    return p;
}();

/// Output cell y reads input cells floor((y * stride.h - top) / up.h) and on, `dilation.h` apart, `kh` of them;
/// `up` is above 1 where a layer makes more cells than it reads (an upsampling, a transposed convolution).
struct window {
    int kh = 1, kw = 1;
    extent2 stride{}, dilation{}, up{};
    int top = 0, left = 0, bottom = 0, right = 0;
    extent2 hanging = 0;  // of bottom and right, what only ceil mode added: not padding that an average may count

    constexpr int reach_h() const { return (kh - 1) * dilation.h + 1; }
    constexpr int reach_w() const { return (kw - 1) * dilation.w + 1; }
    constexpr bool padded() const { return top > 0 || left > 0 || bottom > 0 || right > 0; }
    constexpr bool single_cell() const {  // a crop pads by less than nothing
        return kh == 1 && kw == 1 && stride == extent2(1) && up == extent2(1) && !(top | left | bottom | right);
    }
    constexpr bool covers(shape in) const { return !padded() && kh == in.h && kw == in.w && dilation == extent2(1); }
    constexpr bool operator==(const window&) const = default;
};

/// Rows [first, end) of a map.
struct rows {
    int first = 0, end = 0;
    constexpr int count() const { return end - first; }
    constexpr bool operator==(const rows&) const = default;
};

constexpr int floor_div(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

/// The rows of an input of `height` that output rows `made` read; none where all they see is padding.
constexpr rows rows_read(const window& w, int height, rows made) {
    const int first = floor_div(made.first * w.stride.h - w.top, w.up.h);
    const int last = floor_div((made.end - 1) * w.stride.h - w.top + w.reach_h() - 1, w.up.h);
    return {first < 0 ? 0 : first > height ? height : first, last < 0 ? 0 : last + 1 > height ? height : last + 1};
}

/// Cells that a window makes along one axis; `ceil` counts a last window that hangs over the padded end,
/// if it begins inside the input or the padding before it (as PyTorch and ONNX do).
constexpr int cells_made(int in, int before, int after, int reach, int stride, bool ceil = false) {
    const int room = in + before + after - reach;
    if (room < 0) return 0;
    int made = room / stride + 1;
    if (ceil && room % stride && made * stride < in + before) ++made;
    return made;
}

/// The window of a layer on `in`, with SAME padding resolved.
constexpr window window_on(shape in, extent2 kernel, extent2 stride, padding pad, extent2 dilation) {
    window w{.kh = kernel.h, .kw = kernel.w, .stride = stride, .dilation = dilation};
    if (pad.before) {
        w.left = w.reach_w() - 1;
    } else if (pad.follows_input) {
        auto total = [](int cells, int reach, int step) {
            const int missing = ((cells + step - 1) / step - 1) * step + reach - cells;
            return missing < 0 ? 0 : missing;
        };
        const int v = total(in.h, w.reach_h(), stride.h), h = total(in.w, w.reach_w(), stride.w);
        w.top = v / 2, w.bottom = v - v / 2, w.left = h / 2, w.right = h - h / 2;
    } else {
        w.top = pad.top, w.left = pad.left, w.bottom = pad.bottom, w.right = pad.right;
    }
    return w;
}

}  // namespace fusenet
