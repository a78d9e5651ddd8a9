// shape: the extent of an activation; a vector [n], a signal [t x c], or an image [h x w x c] in NHWC order.
#pragma once

#include <fusenet/core/text.hpp>

namespace fusenet {

/// A signal is one row of t cells and a vector one cell, so that every kernel sees rows of cells of channels.
struct shape {
    int h = 1, w = 1, c = 0;
    int rank = 3;  // 1 vector, 2 signal, 3 image

    static constexpr shape image(int h, int w, int c) { return {h, w, c, 3}; }
    static constexpr shape signal(int t, int c) { return {1, t, c, 2}; }
    static constexpr shape vector(int n) { return {1, 1, n, 1}; }

    constexpr long long size() const { return 1LL * h * w * c; }
    constexpr bool operator==(const shape&) const = default;
};

/// "[224x224x3]", "[16000x1]" or "[1000]".
template <int N>
constexpr text<N>& put(text<N>& to, shape s) {
    to.put('[');
    if (s.rank > 2) to.put(s.h).put('x');
    if (s.rank > 1) to.put(s.w).put('x');
    return to.put(s.c).put(']');
}

}  // namespace fusenet
