// needs: eigen
// Eigen's matrix products: drawn contractions row by row, and in networks with every map and join behind them.
#include <fusenet/eigen.hpp>

#include "libraries.hpp"

namespace {

using namespace fusenet;
namespace networks = test::networks;

/// The sums, `step` rows and `part` channels of a group at a time; from and into slices.
void check_sums(const test::library_case& p, int step, int part) {
    test::guarded_map from(p.given, 2, 1), to(p.stage.out, 1, 2);
    std::vector<float> patches(static_cast<std::size_t>(1LL * step * p.stage.out.w * p.stage.depth()));
    const int channels = p.stage.out.c / p.stage.groups;
    for (rows now{0, 0}; now.first < p.stage.out.h; now.first = now.end) {
        now.end = std::min(now.first + step, p.stage.out.h);
        for (int c = 0; c < channels; c += part)
            eigen::make_rows(p.stage, now, {c, c + part},
                             {from.view().p, from.view().pitch, p.filters.data(), p.biases.data(), to.view().at(now.first, 0),
                              to.view().pitch, patches.data()});
    }
    CHECK(to.kept_others());
    CHECK(test::max_error(to.values(), p.answer.cells) < test::rounding(p.stage.depth()));
}

TEST_CASE("eigen: drawn windows, strides, dilations, paddings, groups and channels") {
    int fitting = 0;
    for (unsigned seed = 0; seed < 300; ++seed) {
        CAPTURE(seed);
        const test::library_case p = test::drawn_case(seed);
        if (!p.fits()) continue;
        ++fitting;
        check_sums(p, p.stage.out.h, p.stage.out.c);
        check_sums(p, 1 + static_cast<int>(seed % 3), 1 + static_cast<int>(seed % 5));
    }
    CHECK(fitting > 150);
}

TEST_CASE("eigen: every tail of channels") {
    for (int channels = 1; channels <= 2 * cpu::lanes + 1; ++channels)
        for (int other : {1, cpu::lanes, cpu::lanes + 1})
            for (const bool outwards : {false, true}) {
                const int from = outwards ? other : channels, to = outwards ? channels : other;
                CAPTURE(from);
                CAPTURE(to);
                check_sums({conv<3, 3>(to, {.pad = 1}), shape::image(5, 6, from)}, 2, to);
                check_sums({conv<1, 1>(to), shape::image(3, 4, from)}, 3, to);
            }
}

constexpr double tight = 1e-5;  // fp32, a few layers, sums of at most some hundred terms

/// `stages` contractions go to Eigen.
template <const auto& Net, auto... Options>
void check(const char* name, int stages) {
    INFO(name);
    using model_type = compile<Net, library::eigen, Options...>;
    CHECK(test::offered<model_type>() == stages);
    CHECK(test::check_with_library<model_type, Net>(tight) == stages);
}

TEST_CASE("eigen: a contraction and the maps behind it") {
    check<networks::pointwise>("pointwise", 1);
    check<networks::strided>("strided", 1);
    check<networks::dilated>("dilated", 1);
    check<networks::grouped>("grouped", 1);
    check<networks::lopsided>("lopsided", 1);
    check<networks::signal>("signal", 1);
    check<networks::vectors>("vectors", 1);
    check<networks::flattened>("flattened", 1);
    check<networks::unknown>("unknown", 1);
    check<networks::with_operand>("with operand", 1);
}

TEST_CASE("eigen: joins, in place and not, and slices") {
    static_assert(compile<networks::in_place, library::eigen>::nest_floats.in_place[2] > 0);
    check<networks::added>("added", 1);
    check<networks::gated>("gated", 2);
    check<networks::in_place>("in place", 4);
    check<networks::slices>("slices", 2);
}

TEST_CASE("eigen: nests of ours between, and few rows at a time") {
    check<networks::mixed>("mixed", 1);
    check<networks::mixed, layer_by_layer>("mixed, layer by layer", 5);
    check<networks::in_place, target{.l2 = 8_KiB}>("in place, in 8 KiB", 4);
    check<networks::mixed, layer_by_layer, target{.l2 = 8_KiB}>("mixed, layer by layer, in 8 KiB", 5);
}

TEST_CASE("eigen: weights can be loaded again") {
    compile<networks::in_place, library::eigen> model;
    for (const unsigned seed : {1u, 2u, 1u}) {
        parameter_set given = model.parameters();
        given.randomise(seed);
        model.load(given);
        const std::vector<float> in = test::numbers(model.input_size, 5);
        test::answers out(1, std::vector<float>(static_cast<std::size_t>(model.output_size)));
        model(in, out[0]);
        CHECK(test::worst(out, test::meant<networks::in_place, shape{}>(given, in, 1)) < tight);
    }
}

constexpr auto of_bytes = input(12, 10, 3, {.type = element::uint8, .order = layout::nchw}) | normalize({128}, {64}) |
                          conv<3, 3>(16, {.pad = 1}) | relu();

TEST_CASE("eigen: a contraction that reads a converted image") {
    compile<of_bytes, library::eigen, layer_by_layer> model;
    parameter_set given = model.parameters();
    given.randomise(1);
    model.load(given);
    CHECK(model.library_stages() == 1);
    std::vector<std::uint8_t> image;
    for (const float x : test::numbers(model.input_size, 5, 0, 256)) image.push_back(static_cast<std::uint8_t>(x));
    test::answers out(1, std::vector<float>(static_cast<std::size_t>(model.output_size)));
    model(image, out[0]);
    CHECK(test::worst(out, reference::run<of_bytes>(given.values().data(), image)) < 1e-5);  // sums of 27 products
}

}  // namespace
