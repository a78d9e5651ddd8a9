// tensor: an activation of the reference backend, whole and in NHWC order.
#pragma once

#include <cstddef>
#include <fusenet/core/shape.hpp>
#include <vector>

namespace fusenet::reference {

template <class T>
struct tensor {
    shape extent{};
    std::vector<T> cells;

    tensor() = default;
    explicit tensor(shape s) : extent(s), cells(static_cast<std::size_t>(s.size())) {}

    bool holds(int y, int x) const { return y >= 0 && y < extent.h && x >= 0 && x < extent.w; }
    T& at(int y, int x, int c) { return cells[index(y, x, c)]; }
    const T& at(int y, int x, int c) const { return cells[index(y, x, c)]; }

private:
    std::size_t index(int y, int x, int c) const {
        return static_cast<std::size_t>((1LL * y * extent.w + x) * extent.c + c);
    }
};

/// f(y, x, c) for each value of an extent, in memory order.
template <class F>
void each_value(shape s, F&& f) {
    for (int y = 0; y < s.h; ++y)
        for (int x = 0; x < s.w; ++x)
            for (int c = 0; c < s.c; ++c) f(y, x, c);
}

}  // namespace fusenet::reference
