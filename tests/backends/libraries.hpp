// What tests of every library share: convolutions drawn by a seed, networks, and how a network with a library is judged.
#pragma once

#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/plan/library_stage.hpp>
#include <random>

#include "cpu/guarded.hpp"
#include "cpu/whole.hpp"

namespace fusenet::test {

/// A convolution in the terms of libraries, numbers for it, and its sums in double. Nothing where the layer does not fit.
struct library_case {
    plan::library_stage stage;
    reference::tensor<double> given, answer;
    std::vector<float> in, filters, biases;  // filters are rows [out][kh][kw][in of a group]

    library_case(const conv_layer& l, shape extent) {
        problem trouble;
        stage.in = extent, stage.out = l.out(extent, trouble);
        if (trouble.found()) {
            stage.out.c = 0;
            return;
        }
        stage.reads = l.reads(extent), stage.groups = l.options.groups;
        given = some_values(extent, 1);
        in.assign(given.cells.begin(), given.cells.end());
        const std::vector<float> ordered = numbers(1LL * stage.out.c * stage.depth(), 2);  // [out][in][kh][kw]
        const int from = extent.c / stage.groups, taps = stage.reads.kh * stage.reads.kw;
        for (int o = 0; o < stage.out.c; ++o)
            for (int t = 0; t < taps; ++t)
                for (int i = 0; i < from; ++i) filters.push_back(ordered[static_cast<std::size_t>((o * from + i) * taps + t)]);
        biases = numbers(stage.out.c, 3);
        reference::layer_weights w;
        w.given[0] = ordered.data(), w.given[1] = biases.data();
        answer = reference::contract(l, w, given, stage.out);
    }
    bool fits() const { return stage.out.c > 0; }
};

/// Any window, stride, dilation, padding, groups and channels.
inline library_case drawn_case(unsigned seed) {
    std::mt19937 engine(seed);
    auto up_to = [&](int most) { return static_cast<int>(engine() % static_cast<unsigned>(most)) + 1; };
    conv_layer l;
    l.kernel = extent2(up_to(4), up_to(4));
    conv_options& o = l.options;
    o.stride = extent2(up_to(3), up_to(3));
    o.dilation = extent2(up_to(2), up_to(2));
    o.pad = engine() % 3 == 0 ? same : padding(up_to(3) - 1, up_to(3) - 1, up_to(3) - 1, up_to(3) - 1);
    o.groups = engine() % 2 ? 1 : up_to(4);
    l.channels = o.groups * up_to(20);
    return {l, shape::image(up_to(12), up_to(12), o.groups * up_to(20))};
}

/// How many contractions the plan offers to its library.
template <class Model>
constexpr int offered() {
    int stages = 0;
    for (int s = 0; s < Model::stage_count; ++s) stages += Model::owners.of[s] != library::none;
    return stages;
}

/// One image, nest after nest by itself.
template <class Model>
answers run_by_nests(const Model& model, const std::vector<float>& image) {
    answers out(1, std::vector<float>(static_cast<std::size_t>(Model::output_size), -1e30f));
    float* at[] = {out[0].data()};
    const aligned_floats arena(static_cast<std::size_t>(model.working_bytes() / 4));
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (model.template run_nest<N>(image.data(), at, arena.data()), ...);
    }(std::make_integer_sequence<int, Model::nest_count>());
    return out;
}

/// A model with a library: right with one thread and several, in its own arena and in the caller's, and nest by nest.
/// Says how many stages the library took.
template <class Model, const auto& Net, shape In = shape{}>
int check_with_library(double tolerance) {
    constexpr int images = 2;
    parameter_set given = Model::parameters();
    given.randomise(1);
    const std::vector<float> in = numbers(images * Model::input_size, 2);
    const auto expected = meant<Net, In>(given, in, images);
    Model model(given);
    for (int threads : {1, 2, 1}) {
        CAPTURE(threads);
        CHECK(worst(run(model, in, threads), expected) < tolerance);
        answers out(1, std::vector<float>(images * static_cast<std::size_t>(Model::output_size)));
        model(in, out[0]);
        CHECK(worst(out, expected) < tolerance);
    }
    std::vector<std::vector<double>> first = expected;
    first[0].resize(static_cast<std::size_t>(Model::output_size));
    CHECK(worst(run_by_nests(model, in), first) < tolerance);
    return model.library_stages();
}

namespace networks {

// One contraction and its maps.
inline constexpr auto pointwise = input(9, 7, 12) | conv<1, 1>(20) | batchnorm() | relu();
inline constexpr auto windowed = input(11, 10, 8) | conv<3, 3>(24, {.pad = 1}) | relu6();
inline constexpr auto strided = input(12, 15, 8) | conv<3, 3>(16, {.stride = 2}) | leaky_relu(0.2f);
inline constexpr auto dilated = input(11, 10, 8) | conv<3, 3>(16, {.pad = 2, .dilation = 2}) | elu(0.7f);
inline constexpr auto grouped = input(8, 9, 32) | conv<3, 3>(64, {.pad = 1, .groups = 4}) | silu();
inline constexpr auto lopsided = input(12, 14, 8) | conv<3, 3>(16, {.stride = 2, .pad = same}) | hard_swish();
inline constexpr auto signal = input(40, 8) | conv<5>(16, {.pad = 2}) | tanh();
inline constexpr auto vectors = input(50) | dense(37) | sigmoid();
inline constexpr auto flattened = input(4, 5, 6) | flatten() | dense(10) | gelu();

// Joins behind contractions.
inline constexpr auto added = input(9, 8, 16) | residual(conv<3, 3>({.pad = 1})) | relu();
inline constexpr auto gated =
    input(9, 8, 16) | branches(global_avgpool() | conv<1, 1>(24) | sigmoid(), conv<3, 3>(24, {.pad = 1}) | relu()) | mul();
inline constexpr auto larger = input(9, 8, 16) | residual<maximum>(conv<3, 3>({.pad = 1}) | relu6());
inline constexpr auto in_place = input(12, 12, 64) | conv<3, 3>({.pad = 1}) | relu() |
                                 residual(conv<3, 3>({.pad = 1}) | relu() | conv<3, 3>({.pad = 1})) | relu() | conv<3, 3>(64);

// What oneDNN is not offered: slices, and maps without a name.
inline constexpr auto slices = input(10, 9, 64) |
                               concat(conv<3, 3>(48, {.pad = 1}) | relu(), conv<5, 5>(40, {.pad = 2}) | tanh());
inline constexpr auto unknown = input(10, 9, 8) | conv<3, 3>(16, {.pad = 1}) | [](auto x) { return x * x; };
inline constexpr auto with_operand = input(10, 9, 8) | conv<3, 3>(16, {.pad = 1}) | prelu();

// Nests of ours between those of a library.
inline constexpr auto mixed = input(20, 18, 4) | conv<3, 3>(16, {.pad = 1}) | relu() | maxpool<2>() |
                              residual(conv<1, 1>(40) | relu() | depthwise<3>({.pad = 1}) | conv<1, 1>(16)) |
                              conv<3, 3>(32, {.stride = 2}) | relu() | global_avgpool() | flatten() | dense(10) | softmax();

}  // namespace networks
}  // namespace fusenet::test
