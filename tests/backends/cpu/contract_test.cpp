// The contraction's register tiles against the reference in double: every tail of channels and of cells, every kind
// of window, grouped, from slices and into slices, in parts.
#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/schedule/weight_layout.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;

constexpr target machine{};

/// Weights and biases as the kernel streams them.
struct packed_weights {
    schedule::packing form;
    std::vector<float> weights, bias;

    packed_weights(const conv_layer& l, shape in, shape out, const float* filters, const float* biases) {
        ir_node n;
        n.in = in, n.out = out;
        n.is = facts_of(l, in, out);
        form = schedule::packing_of(n, false, machine);
        form.together = 0, form.width = panel_width(form.to, machine);  // as for larger groups
        weights.assign(static_cast<std::size_t>(form.floats()), 0.f);
        bias.assign(static_cast<std::size_t>(form.bias_floats()), 0.f);
        for (int o = 0; o < out.c; ++o) {
            const int group = o / form.to, within = o % form.to;
            bias[static_cast<std::size_t>(group * form.padded() + within)] = biases[o];
            for (int i = 0; i < form.from; ++i)
                for (int tap = 0; tap < form.taps; ++tap) {
                    const long long panel = group * form.depth() * form.padded() + within / form.width * form.depth() * form.width;
                    weights[static_cast<std::size_t>(panel + (1LL * tap * form.from + i) * form.width + within % form.width)] =
                        filters[(1LL * o * form.from + i) * form.taps + tap];
                }
        }
    }
};

/// Calls the kernel of the tile that planning chooses for so many channels.
template <class Epilogue>
void contract(const conv_layer& l, shape extent, cpu::view in, const packed_weights& w, rows made, rows part, const Epilogue& e) {
    const tile_shape wanted = tile_for(w.form.to, machine);
    const cpu::packed_contraction packed{w.weights.data(), w.bias.data(), w.form.groups};
    bool done = false;
    auto with = [&]<int Vectors>(std::integral_constant<int, Vectors>) {
        constexpr tile_shape shape = tile_for(Vectors * machine.lanes, machine);
        if (done || !(shape == wanted)) return;
        cpu::contract<shape.rows, shape.vectors>(l.reads(extent), in, packed, made, part, e);
        done = true;
    };
    with(std::integral_constant<int, 1>()), with(std::integral_constant<int, 2>()), with(std::integral_constant<int, 3>());
    with(std::integral_constant<int, 4>()), with(std::integral_constant<int, 5>());
    REQUIRE(done);
}

/// A layer, its weights, and what it should answer; nothing where the layer does not fit.
struct problem_set {
    conv_layer layer;
    shape in, out;
    std::vector<float> filters, biases;
    reference::tensor<double> given, answer;
    int depth = 0;

    problem_set(const conv_layer& l, shape extent) : layer(l), in(extent) {
        problem trouble;
        out = l.out(in, trouble);
        if (trouble.found()) {
            out.c = 0;
            return;
        }
        const int from = in.c / l.options.groups;
        depth = from * l.kernel.h * l.kernel.w;
        filters = test::numbers(1LL * out.c * depth, 1);
        biases = test::numbers(out.c, 2);
        given = test::some_values(in, 3);
        reference::layer_weights w;
        w.given[0] = filters.data(), w.given[1] = biases.data();
        answer = reference::contract(l, w, given, out);
    }
    bool fits() const { return out.c > 0; }
    packed_weights packed() const { return {layer, in, out, filters.data(), biases.data()}; }
};

/// The largest error; both maps alone, or both as slices.
double error_of(const problem_set& p, bool sliced = false) {
    test::guarded_map from(p.given, sliced ? 3 : 0, sliced ? 2 : 0), to(p.out, sliced ? 5 : 0, sliced ? 1 : 0);
    const packed_weights w = p.packed();
    contract(p.layer, p.in, from.view(), w, {0, p.out.h}, {0, w.form.to}, to.ending());
    REQUIRE(to.kept_others());
    return test::max_error(to.values(), p.answer.cells);
}

constexpr int widest = 2 * 3 * cpu::lanes;  // twice the widest panel
constexpr int tallest = 14;                 // cells of the tallest tile

TEST_CASE("contract: every number of output channels") {
    for (int channels = 1; channels <= widest; ++channels)
        for (int cells : {1, 2, tallest + 1, 2 * tallest + 3}) {
            CAPTURE(channels);
            CAPTURE(cells);
            const problem_set p(conv<1, 1>(channels), shape::image(1, cells, 3));
            CHECK(error_of(p) < test::rounding(p.depth));
            CHECK(error_of(p, true) < test::rounding(p.depth));
        }
}

TEST_CASE("contract: every number of cells and of input channels") {
    for (int cells = 1; cells <= 2 * tallest + 1; ++cells)
        for (int from : {1, 2, 5})
            for (int channels : {1, cpu::lanes, cpu::lanes + 1, 2 * cpu::lanes, 3 * cpu::lanes, 5 * cpu::lanes - 1}) {
                CAPTURE(cells);
                CAPTURE(channels);
                const problem_set p(conv<1, 1>(channels), shape::image(1, cells, from));
                CHECK(error_of(p) < test::rounding(p.depth));
            }
}

TEST_CASE("contract: every window") {
    struct row {
        extent2 kernel, stride;
        padding pad;
        extent2 dilation;
    };
    const row all[] = {
        {{1, 1}, 1, 0, 1},      {{1, 1}, 2, 0, 1},           {{1, 1}, 3, 0, 1},       {{1, 1}, 1, 2, 1},
        {{1, 1}, 2, {0, 1}, 1}, {{3, 3}, 1, 0, 1},           {{3, 3}, 1, 1, 1},       {{3, 3}, 1, same, 1},
        {{3, 3}, 2, 1, 1},      {{3, 3}, 2, same, 1},        {{3, 3}, 3, same, 1},    {{3, 3}, 1, 1, 2},
        {{3, 3}, 1, same, 2},   {{3, 3}, 2, {2, 0, 1, 3}, 1}, {{3, 3}, 1, {5, 5}, 1}, {{5, 1}, 1, {2, 0}, 1},
        {{5, 1}, 2, same, 1},   {{1, 7}, 1, {0, 3}, 1},      {{1, 7}, {1, 2}, same, 1}, {{2, 2}, 2, 0, 1},
        {{2, 2}, 1, same, 1},   {{4, 3}, {3, 1}, {1, 2}, {1, 2}}, {{7, 7}, 2, 3, 1},  {{2, 3}, {2, 3}, {0, 1, 1, 0}, {2, 1}},
    };
    int tried = 0;
    for (const row& r : all)
        for (int groups : {1, 2, 3})
            for (const shape cells : {shape::image(1, 1, 0), shape::image(2, 3, 0), shape::image(4, 2, 0), shape::image(5, 7, 0), shape::image(9, 17, 0)})
                for (int from : {1, 3})
                    for (int to : {1, cpu::lanes + 1}) {
                        CAPTURE(r.kernel.h);
                        CAPTURE(r.kernel.w);
                        CAPTURE(r.stride.h);
                        CAPTURE(r.pad.top);
                        CAPTURE(r.dilation.h);
                        CAPTURE(groups);
                        INFO(cells.h, "x", cells.w, "  ", from, " -> ", to, " channels of a group");
                        const conv_options options{.stride = r.stride, .pad = r.pad, .dilation = r.dilation, .groups = groups};
                        const problem_set p(conv_layer{r.kernel, to * groups, options}, shape::image(cells.h, cells.w, from * groups));
                        if (!p.fits()) continue;
                        ++tried;
                        CHECK(error_of(p) < test::rounding(p.depth));
                        CHECK(error_of(p, true) < test::rounding(p.depth));
                    }
    CHECK(tried > 1000);
}

TEST_CASE("contract: many products, more panels than L1 holds") {
    for (int channels : {cpu::lanes, 2 * cpu::lanes, 6 * cpu::lanes + 3}) {
        const problem_set p(conv<3, 3>(channels, {.pad = 1}), shape::image(6, 10, 150));
        CHECK(error_of(p) < test::rounding(p.depth));
    }
}

TEST_CASE("contract: rows and panels one by one give the same bits") {
    for (const conv_layer& l : {conv<3, 3>(7 * cpu::lanes + 1, {.stride = 2, .pad = 1}), conv<1, 1>(6 * cpu::lanes), conv<5, 1>(3, {.pad = {2, 0}})}) {
        const problem_set p(l, shape::image(11, 23, 4));
        const packed_weights w = p.packed();
        test::guarded_map from(p.given), whole(p.out), parts(p.out);
        contract(l, p.in, from.view(), w, {0, p.out.h}, {0, w.form.to}, whole.ending());
        for (int y = 0, tall = 1; y < p.out.h; y += tall, ++tall)
            for (int c = 0; c < w.form.to; c += w.form.width) {
                const rows made{y, std::min(y + tall, p.out.h)};
                contract(l, p.in, from.view(), w, made, {c, std::min(c + w.form.width, w.form.to)}, parts.ending());
            }
        CHECK(whole.values() == parts.values());
        CHECK(test::max_error(whole.values(), p.answer.cells) < test::rounding(p.depth));
    }
}

}  // namespace
