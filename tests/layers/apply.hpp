// What one layer makes of a few numbers, by its definition: shapes, complaints, maps, moves, normalisations.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <initializer_list>
#include <utility>

#include "../support.hpp"

namespace fusenet::test {

/// The extent that a layer makes of `in`, which must be without complaint.
template <class L>
constexpr shape made(const L& l, shape in) {
    problem p;
    const shape s = shape_made(l, &in, 1, p);
    return p.found() ? shape{0, 0, 0, 0} : s;
}

/// The extent that a join makes of two branches.
template <class L>
constexpr shape joined(const L& l, shape a, shape b) {
    const shape in[]{a, b};
    problem p;
    const shape s = l.out(in, 2, p);
    return p.found() ? shape{0, 0, 0, 0} : s;
}

/// What a layer complains about `in`; empty if nothing.
template <class L>
constexpr sentence complaint(const L& l, shape in) {
    problem p;
    shape_made(l, &in, 1, p);
    return p.why;
}

template <class L>
constexpr facts facts_on(const L& l, shape in) {
    return facts_of(l, in, made(l, in));
}

/// The number of a layer's parameters, and the extent of the k-th.
template <class L>
constexpr int parameter_count(const L& l, shape in) {
    return parameters_of(l, in).count;
}
template <class L>
constexpr dims parameter_extent(const L& l, shape in, int k) {
    return parameters_of(l, in).all[k].extent;
}

struct point {
    double x, y;
};

/// Checks a map against points of its curve, in double and in float.
template <class L>
void check_map(const L& l, std::initializer_list<point> curve) {
    for (const point& at : curve) {
        const double x = at.x, y = at.y;
        INFO(name_of<L>(), "(", x, ")");
        CHECK(l(x) == doctest::Approx(y).epsilon(1e-7));  // the layer's own numbers are floats
        CHECK(l(static_cast<float>(x)) == doctest::Approx(y).epsilon(1e-6));
    }
}

/// The output of a move whose input cells are `values`, all of which must lie in the rows that `reads` promises.
template <class L>
std::vector<float> moved(const L& l, shape in, const std::vector<float>& values) {
    const shape out = made(l, in);
    REQUIRE(out.size() > 0);
    REQUIRE(in.size() == static_cast<long long>(values.size()));
    int taps = 1;
    if constexpr (requires { L::taps; }) taps = L::taps;
    std::vector<float> result;
    for (int y = 0; y < out.h; ++y)
        for (int x = 0; x < out.w; ++x)
            for (int c = 0; c < out.c; ++c) {
                float sum = 0;
                for (int tap = 0; tap < taps; ++tap) {
                    const source s = l.from(in, out, y, x, c, tap);
                    if (s.y < 0) {
                        sum += s.share;
                        continue;
                    }
                    REQUIRE((s.y < in.h && s.x >= 0 && s.x < in.w && s.c >= 0 && s.c < in.c));
                    if constexpr (requires { l.reads(in); }) {
                        const rows promised = rows_read(l.reads(in), in.h, {y, y + 1});
                        const bool whole = l.reads(in).kh == in.h;
                        CHECK((whole || s.share == 0 || (s.y >= promised.first && s.y < promised.end)));
                    }
                    sum += s.share * values[static_cast<std::size_t>((s.y * in.w + s.x) * in.c + s.c)];
                }
                result.push_back(sum);
            }
    return result;
}

/// 0, 1, 2, ... for every cell.
inline std::vector<float> counted(shape s) {
    std::vector<float> v(static_cast<std::size_t>(s.size()));
    for (std::size_t i = 0; i < v.size(); ++i) v[i] = static_cast<float>(i);
    return v;
}

/// The output of a normalisation, in double; `given` are its parameters.
template <class L>
std::vector<double> normalised(const L& l, shape in, const std::vector<double>& values,
                               const std::vector<std::vector<float>>& given = {}) {
    const normalise_facts over = l.over(in);
    const int each = in.c / over.groups;
    const float* pointers[6]{};
    for (std::size_t k = 0; k < given.size(); ++k) pointers[k] = given[k].data();
    std::vector<double> result;
    for (int i = 0; i < in.size(); ++i) {
        const int c = i % in.c;
        std::vector<double> together;
        for (int j = 0; j < in.size(); ++j) {
            const int other = j % in.c;
            const bool same_cell = i / in.c == j / in.c, same_group = c / each == other / each;
            if (over.over == axis::channels ? same_cell && same_group
                : over.over == axis::space  ? same_group
                                            : same_cell && std::abs(c - other) <= over.span / 2)
                together.push_back(values[static_cast<std::size_t>(j)]);
        }
        double stats[4]{}, operands[2]{};
        const double cells = static_cast<double>(together.size()), x = values[static_cast<std::size_t>(i)];
        [&]<std::size_t... K>(std::index_sequence<K...>) {
            (
                [&] {
                    constexpr bool sum = L::reductions[K] == reduction::sum;
                    stats[K] = sum ? 0 : -std::numeric_limits<double>::infinity();
                    for (double one : together) {
                        const double* before = stats;
                        const double term = l.template term<static_cast<int>(K)>(one, before, cells);
                        stats[K] = sum ? stats[K] + term : std::max(stats[K], term);
                    }
                }(),
                ...);
        }
        (std::make_index_sequence<L::reductions.size()>{});
        if constexpr (requires { l.prepare(pointers, c, operands); }) l.prepare(pointers, c, operands);
        if constexpr (operands_of<L>() == 0)
            result.push_back(l(x, stats, cells));
        else if constexpr (operands_of<L>() == 1)
            result.push_back(l(x, stats, cells, operands[0]));
        else
            result.push_back(l(x, stats, cells, operands[0], operands[1]));
    }
    return result;
}

}  // namespace fusenet::test
