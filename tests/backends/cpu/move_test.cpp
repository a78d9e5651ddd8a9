// Moves and transposed convolutions against the reference in double.
#include <fusenet/backends/cpu/contract_transposed.hpp>
#include <fusenet/backends/cpu/move.hpp>
#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/backends/reference/move.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/schedule/weight_layout.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

struct mirrored {  // a user's move of two taps, with a constant column
    static constexpr int taps = 2;
    constexpr shape out(shape in, problem&) const { return {in.h, in.w + 1, in.c, in.rank}; }
    constexpr source from(shape in, shape, int y, int x, int c, int tap) const {
        if (x == in.w) return {-1, 0, 0, tap == 0 ? 7.0f : 0.0f};
        return tap == 0 ? source{y, x, c} : source{y, in.w - 1 - x, in.c - 1 - c, 0.5f};
    }
};

template <class L>
void check(const L& layer, shape in) {
    problem trouble;
    const shape out = layer.out(in, trouble);
    if (trouble.found()) return;
    INFO(in, " -> ", out);
    const auto given = test::some_values(in, 1);
    test::guarded_map from(given, 1, 2), to(out, 2, 1);
    for (int y = 0; y < out.h; ++y) cpu::move(layer, from.view(), in, out, {y, y + 1}, to.ending());
    CHECK(test::max_error(to.values(), reference::move_values(layer, given, out).cells) < 1e-6);  // four shares of numbers up to 1
    CHECK(to.kept_others());

    // A nest keeps no other rows than those that the layer says it reads; one that reads them all stays outside.
    if constexpr (requires { layer.reads(in); })
        reference::each_value(out, [&](int y, int x, int c) {
            const window w = layer.reads(in);
            const rows kept = w.kh < in.h ? rows_read(w, in.h, {y, y + 1}) : rows{0, in.h};
            for (int tap = 0; tap < cpu::taps_of<L>(); ++tap) {
                const source s = layer.from(in, out, y, x, c, tap);
                if (s.y >= 0 && (s.y < kept.first || s.y >= kept.end)) FAIL("row ", y, " reads row ", s.y);
            }
        });
}

TEST_CASE("move: every layer, every tail of channels") {
    for (int c = 1; c <= 2 * lanes + 1; ++c) {
        const shape in = shape::image(4, 6, c);
        check(mirrored(), in);
        check(channel_shuffle(2), in);
        check(channel_shuffle(3), in);
        check(slice(c / 2, c - c / 2), in);
        check(pad({1, 0, 2, 1}, 0.5f), in);
        check(crop({1, 2, 0, 1}), in);
        check(upsample({2, 3}), in);
        check(upsample(2, bilinear{}), in);
        check(upsample({3, 1}, bilinear{.align_corners = true}), in);
        check(space_to_depth(2), in);
        check(depth_to_space(2), in);
        check(depth_to_space(2, {block_order::crd}), in);
        check(reorg(2), in);
        check(permute<2, 0, 1>(), in);
        check(reshape(3, 8, c), in);
        check(flatten(), in);
    }
}

void check_transposed(const conv_transpose_layer& l, shape in) {
    problem trouble;
    const shape out = l.out(in, trouble);
    if (trouble.found()) return;
    INFO(in, " -> ", out);
    CAPTURE(l.kernel.h);
    CAPTURE(l.options.stride.h);
    CAPTURE(l.options.groups);
    ir_node n;
    n.in = in, n.out = out;
    n.is = facts_of(l, in, out);
    const schedule::packing form = schedule::packing_of(n, false, target{});
    const auto filters = test::numbers(n.is.weights - out.c, 1), biases = test::numbers(out.c, 2);
    std::vector<float> weights(static_cast<std::size_t>(form.floats())), bias(static_cast<std::size_t>(form.bias_floats()));
    for (int o = 0; o < out.c; ++o) bias[static_cast<std::size_t>(o / form.to * form.padded() + o % form.to)] = biases[static_cast<std::size_t>(o)];
    for (int i = 0; i < in.c; ++i)
        for (int o = 0; o < form.to; ++o)
            for (int tap = 0; tap < form.taps; ++tap)
                weights[static_cast<std::size_t>(form.in_panels(i / form.from, o, i % form.from, tap))] =
                    filters[static_cast<std::size_t>((1LL * i * form.to + o) * form.taps + tap)];
    reference::layer_weights given;
    given.given[0] = filters.data(), given.given[1] = biases.data();
    const auto values = test::some_values(in, 3);
    const auto answer = reference::contract_transposed(l, given, values, out);

    test::guarded_map from(values, 1, 2), to(out, 2, 1);
    const cpu::packed_contraction packed{weights.data(), bias.data(), form.groups};
    [&]<int... J>(std::integer_sequence<int, J...>) {
        auto rows_of = [&]<int NV>(std::integral_constant<int, NV>) {
            for (int y = 0; y < out.h; ++y)
                cpu::contract_transposed<5, NV>(l.reads(in), from.view(), packed, {y, y + 1}, {0, form.to}, to.ending());
        };
        ((form.width == (J + 1) * lanes ? rows_of(std::integral_constant<int, J + 1>()) : void()), ...);
    }(std::make_integer_sequence<int, 4>());
    CHECK(test::max_error(to.values(), answer.cells) < test::rounding(form.taps * form.from));
    CHECK(to.kept_others());
}

TEST_CASE("conv_transpose: every tail of channels") {
    for (int c = 1; c <= 3 * lanes + 1; ++c) check_transposed(conv_transpose<3, 3>(c, {.stride = 2, .pad = 1}), shape::image(3, 4, 2));
}

TEST_CASE("conv_transpose: every window") {
    for (const extent2 kernel : {extent2(1), extent2(2), extent2(3), extent2(4, 5)})
        for (const extent2 stride : {extent2(1), extent2(2), extent2(3, 1)})
            for (const padding pad : {padding(0), padding(1), padding(1, 0, 2, 1), same})
                for (const extent2 dilation : {extent2(1), extent2(2)})
                    for (const extent2 more : {extent2(0), extent2(1)})
                        for (int groups : {1, 2, 3})
                            for (const int height : {1, 4}) {
                                const conv_transpose_options o{.stride = stride, .pad = pad, .output_padding = more, .dilation = dilation, .groups = groups};
                                check_transposed({kernel, 2 * groups, o}, shape::image(height, 5, 3 * groups));
                            }
}

}  // namespace
