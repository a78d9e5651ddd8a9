// Normalisations: statistics of each group of values, one after the other, then a map of every value by these.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <fusenet/backends/reference/tensor.hpp>
#include <fusenet/backends/reference/weights.hpp>
#include <fusenet/core/math.hpp>
#include <limits>
#include <tuple>
#include <utility>

namespace fusenet::reference {

namespace detail {

/// Cells [y, y_end) x [x, x_end) and channels [c, c_end).
struct block {
    int y = 0, y_end = 0, x = 0, x_end = 0, c = 0, c_end = 0;

    int size() const { return (y_end - y) * (x_end - x) * (c_end - c); }
    template <class F>
    void each(F&& f) const {
        for (int i = y; i < y_end; ++i)
            for (int j = x; j < x_end; ++j)
                for (int k = c; k < c_end; ++k) f(i, j, k);
    }
};

template <class T, class L>
auto statistics(const L& layer, const tensor<T>& in, const block& over) {
    std::array<T, L::reductions.size()> stats{};
    const auto reduce = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
        const bool largest = L::reductions[K] == reduction::max;
        T reduced = largest ? -std::numeric_limits<T>::infinity() : T(0);
        over.each([&](int y, int x, int c) {
            const T term = layer.template term<static_cast<int>(K)>(in.at(y, x, c), stats.data(), T(over.size()));
            reduced = largest ? max(reduced, term) : reduced + term;
        });
        stats[K] = reduced;
    };
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        (reduce(std::integral_constant<std::size_t, K>()), ...);
    }(std::make_index_sequence<L::reductions.size()>());
    return stats;
}

/// The answers of block `of`, by the statistics of block `over`.
template <class T, class L>
void normalise_block(const L& layer, const layer_weights& weights, const tensor<T>& in, const block& over,
                     const block& of, tensor<T>& out) {
    const auto stats = statistics(layer, in, over);
    of.each([&](int y, int x, int c) {
        const auto call = [&](auto... operand) {
            return T(layer(in.at(y, x, c), stats.data(), T(over.size()), operand...));
        };
        out.at(y, x, c) = std::apply(call, operands_at<T>(layer, weights, c));
    });
}

}  // namespace detail

/// Over channels each cell has a block for each group, over space each group has one. Over a window of channels each
/// value has its own: the channels from (span - 1) / 2 before it to span / 2 behind it, as far as there are any.
template <class T, class L>
tensor<T> normalise_values(const L& layer, const layer_weights& weights, const tensor<T>& in) {
    const normalise_facts is = layer.over(in.extent);
    const shape s = in.extent;
    const int width = s.c / is.groups;
    tensor<T> out(s);
    const auto do_block = [&](const detail::block& over, const detail::block& of) {
        detail::normalise_block(layer, weights, in, over, of, out);
    };
    if (is.over == axis::channel_window) {
        each_value(s, [&](int y, int x, int c) {
            const int first = std::max(0, c - (is.span - 1) / 2), end = std::min(s.c, c + is.span / 2 + 1);
            do_block({y, y + 1, x, x + 1, first, end}, {y, y + 1, x, x + 1, c, c + 1});
        });
    } else if (is.over == axis::channels) {
        each_value(shape::image(s.h, s.w, is.groups), [&](int y, int x, int group) {
            const detail::block all{y, y + 1, x, x + 1, group * width, (group + 1) * width};
            do_block(all, all);
        });
    } else {
        for (int group = 0; group < is.groups; ++group) {
            const detail::block all{0, s.h, 0, s.w, group * width, (group + 1) * width};
            do_block(all, all);
        }
    }
    return out;
}

}  // namespace fusenet::reference
