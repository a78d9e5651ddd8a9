// filter_points: what fast products make of some filters: the points of tiles, and sums of quarters.
#pragma once

#include <fusenet/backends/cpu/store_line.hpp>
#include <fusenet/schedule/weight_layout.hpp>

namespace fusenet::cpu {

/// The same value of some filters, side by side.
template <class T>
struct alignas(64) filter_line {
    T of[filters_of_line];
};

inline constexpr int channels_of_point = 8;  // so many lines go to a point at once, as each of them is far away

/// Filters of 3x3 in some channels as the points of a Winograd form.
template <class Form>
struct filter_points {
    static constexpr int along = Form::points, count = along * along;
    filter_line<float> of[count][channels_of_point];

    /// G g G^T of a channel.
    void make(const Form& tile, const filter_line<double>* g, int channel) {
        filter_line<double> half[along][3];
        for (int a = 0; a < along; ++a)
            for (int t = 0; t < 3; ++t)
                for (int k = 0; k < filters_of_line; ++k)
                    half[a][t].of[k] =
                        tile.g[a][0] * g[t].of[k] + tile.g[a][1] * g[3 + t].of[k] + tile.g[a][2] * g[6 + t].of[k];
        for (int p = 0; p < count; ++p) {
            const filter_line<double>* const h = half[p / along];
            const auto& g_of = tile.g[p % along];
            for (int k = 0; k < filters_of_line; ++k)
                of[p][channel].of[k] = static_cast<float>(h[0].of[k] * g_of[0] + h[1].of[k] * g_of[1] + h[2].of[k] * g_of[2]);
        }
    }
};

/// Adds value `k` of `count` outputs of one panel, from `made` on, to those of Strassen's products that have it: the
/// right operands are B11, B21, B22, B22 - B12 + B11 - B21, B12 - B11, B22 - B12 + B11 and B22 - B12.
template <class Value>
void add_to_products(const schedule::packing& form, float* to, long long made, int count, long long k, const Value* values) {
    static constexpr signed char signs[2][2][7]{{{1, 0, 0, 1, -1, 1, 0}, {0, 0, 0, -1, 1, -1, -1}},
                                                {{0, 1, 0, -1, 0, 0, 0}, {0, 0, 1, 1, 0, 1, 1}}};
    const long long rows = form.from / 2, columns = form.to / 2, within = made % columns;
    const auto& sign = signs[k / rows][made / columns];
    float* at = to + (within / form.width * rows + k % rows) * form.width + within % form.width;
    for (int p = 0; p < 7; ++p, at += rows * columns)
        if (sign[p])
            for (int j = 0; j < count; ++j) at[j] += static_cast<float>(sign[p] * values[j]);
}

}  // namespace fusenet::cpu
