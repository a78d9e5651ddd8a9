// Filters as kernels want them, against the formula of each place; in pieces as at once; and folded.
#include <doctest/doctest.h>

#include <algorithm>
#include <fusenet/backends/cpu/filters.hpp>
#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <string>
#include <vector>

#include "../../support.hpp"

using namespace fusenet;

namespace {

enum class kind { panels, depthwise, rows, transposed, transposed_rows };

struct row {
    kind is;
    int groups, from, to, kh, kw, width, stride = 1, together = 0;
};

std::vector<cpu::affine> maps(long long channels, unsigned seed) {
    std::vector<cpu::affine> all(static_cast<std::size_t>(channels));
    const auto gains = test::numbers(2 * channels, seed);
    for (std::size_t c = 0; c < all.size(); ++c) all[c] = {gains[2 * c], gains[2 * c + 1]};
    return all;
}

cpu::filters filters_of(const row& r) {
    cpu::filters f;
    f.depthwise = r.is == kind::depthwise;
    f.transposed = r.is == kind::transposed || r.is == kind::transposed_rows;
    window w;
    w.kh = r.kh, w.kw = r.kw;
    w.up = extent2(r.stride);
    f.form.groups = r.groups, f.form.from = r.from, f.form.to = r.to, f.form.taps = r.kh * r.kw, f.form.width = r.width;
    f.form.panels = !f.depthwise, f.form.together = r.together;
    f.form.rows = r.is == kind::rows || r.is == kind::transposed_rows;
    f.form.classes = schedule::tap_classes_of(w, f.transposed);
    return f;
}

}  // namespace

TEST_CASE("each weight goes to its place, folded in double and rounded once, and no other is touched") {
    for (const row& r : {
             row{kind::panels, 1, 5, 37, 1, 1, 16},
             row{kind::panels, 1, 17, 32, 3, 3, 32},
             row{kind::panels, 1, 3, 50, 7, 5, 24},
             row{kind::panels, 3, 4, 21, 3, 1, 8},
             row{kind::panels, 2, 2, 3, 2, 2, 4},
             row{kind::panels, 7, 2, 3, 3, 2, 16, 1, 5},
             row{kind::panels, 33, 1, 4, 3, 3, 8, 1, 2},
             row{kind::panels, 3, 12, 12, 3, 3, 16, 1, 1},
             row{kind::depthwise, 1, 1, 37, 3, 3, 16},
             row{kind::depthwise, 1, 1, 16, 5, 1, 4},
             row{kind::rows, 2, 3, 19, 3, 2, 16},
             row{kind::transposed, 1, 5, 21, 3, 3, 8},
             row{kind::transposed, 2, 4, 18, 4, 3, 16, 2},
             row{kind::transposed_rows, 2, 3, 5, 2, 2, 16},
         }) {
        const int outputs = r.groups * r.to, taps = r.kh * r.kw;
        const int inputs = r.is == kind::depthwise ? outputs : r.groups * r.from;
        const auto given = test::numbers(1LL * outputs * r.from * taps, 1);
        const auto in = maps(inputs, 2), out = maps(outputs, 3);
        const auto biases = test::numbers(outputs, 4);
        for (const bool folds_in : {false, true})
            for (const bool folds_out : {false, true}) {
                CAPTURE(static_cast<int>(r.is));
                CAPTURE(r.to);
                CAPTURE(folds_in);
                CAPTURE(folds_out);
                cpu::filters f = filters_of(r);
                const long long floats = f.form.values();
                std::vector<float> expected(static_cast<std::size_t>(floats), -7.f);
                std::vector<float> found = expected, in_pieces = expected;
                std::vector<double> sums(biases.begin(), biases.end());
                for (int o = 0; o < outputs; ++o)
                    for (int i = 0; i < r.from; ++i)
                        for (int t = 0; t < taps; ++t) {
                            const int group = o / r.to, within = o % r.to;
                            const int channel = r.is == kind::depthwise ? o : group * r.from + i;
                            const long long k = 1LL * t * r.from + i;
                            const long long source = f.transposed ? (1LL * channel * r.to + within) * taps + t
                                                                  : (1LL * o * r.from + i) * taps + t;
                            const double w = given[static_cast<std::size_t>(source)];
                            const cpu::affine before = folds_in ? in[static_cast<std::size_t>(channel)] : cpu::affine{};
                            const cpu::affine after = folds_out ? out[static_cast<std::size_t>(o)] : cpu::affine{};
                            const long long at = f.form.rows ? o * f.form.depth() + k
                                                 : r.is == kind::depthwise ? 1LL * t * f.form.padded() + o
                                                                           : f.form.in_panels(group, within, i, t);
                            expected[static_cast<std::size_t>(at)] = static_cast<float>(w * before.gain * after.gain);
                            sums[static_cast<std::size_t>(o)] += w * before.shift;
                        }
                if (folds_in) f.in = in;
                if (folds_out) f.out = out;
                f.to = found.data();
                f.sums.assign(biases.begin(), biases.end());
                f.put(0, given);
                CHECK(found == expected);
                CHECK(test::max_error(f.sums, sums) < 1e-12);

                f.to = in_pieces.data();
                f.sums.assign(biases.begin(), biases.end());
                const auto slices = static_cast<std::size_t>(f.transposed ? inputs : outputs);
                const std::size_t slice = given.size() / slices;
                for (std::size_t first = 0, count = 1; first < slices; first += count, count = count % 7 + 2)
                    f.put(static_cast<long long>(first),
                          std::span(given).subspan(first * slice, std::min(count, slices - first) * slice));
                CHECK(in_pieces == expected);
                CHECK(test::max_error(f.sums, sums) < 1e-12);
            }
    }
}

TEST_CASE("filters of 3x3 become the points of tiles, those of a transposed convolution turned round") {
    for (const int tile : {2, 4})
        for (const bool transposed : {false, true}) {
            CAPTURE(tile);
            CAPTURE(transposed);
            cpu::filters f = filters_of({kind::panels, 1, 11, 37, 3, 3, 24});
            f.form.tile = tile, f.transposed = transposed;
            const int points = tile + 2;
            const auto given = test::numbers(11LL * 37 * 9, 1);
            const auto in = maps(11, 2), out = maps(37, 3);
            std::vector<float> found(static_cast<std::size_t>(f.form.floats()));
            std::vector<double> expected(found.size());
            for (int o = 0; o < 37; ++o)
                for (int i = 0; i < 11; ++i)
                    for (int p = 0; p < points * points; ++p) {
                        double sum = 0;
                        for (int t = 0; t < 9; ++t) {
                            const auto g = [&](int point, int tap) {
                                if (tile == 2) return schedule::winograd_form<2>.g[point % 4][tap];
                                return schedule::winograd_form<4>.g[point][tap];
                            };
                            const int source = transposed ? (i * 37 + o) * 9 + 8 - t : (o * 11 + i) * 9 + t;
                            const double w = given[static_cast<std::size_t>(source)];
                            sum += g(p / points, t / 3) * g(p % points, t % 3) * w;
                        }
                        const int at = (p * 48 + o / 24 * 24) * 11 + i * 24 + o % 24;
                        expected[static_cast<std::size_t>(at)] =
                            sum * in[static_cast<std::size_t>(i)].gain * out[static_cast<std::size_t>(o)].gain;
                    }
            f.in = in, f.out = out, f.to = found.data();
            f.sums.assign(37, 0.0);
            const std::size_t slice = given.size() / (transposed ? 11 : 37);
            f.put(0, std::span(given).first(5 * slice));
            f.put(5, std::span(given).subspan(5 * slice));
            CHECK(test::max_error(found, expected) < 1e-6);  // rounded once
        }
}

namespace {

inline constexpr auto transposed_net = input(20, 20, 128) | conv_transpose<3, 3>(128, {.pad = 1});

}  // namespace

TEST_CASE("a transposed convolution by tiles is the same as by sums") {
    using by_tiles = compile<transposed_net>;
    using by_sums = compile<transposed_net, accuracy::exact>;
    parameter_set given = by_tiles::parameters();
    given.randomise(1);
    by_tiles one(given);
    by_sums other(given);
    const auto in = test::numbers(by_tiles::input_size, 2);
    std::vector<float> a(by_tiles::output_size), b(by_tiles::output_size);
    one(in, a);
    other(in, b);
    CHECK(test::max_error(a, b) < 1e-4);  // sums of 1152 products
}
