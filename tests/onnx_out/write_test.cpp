// What a network becomes in ONNX's terms, without a file: names, extents, orders, and what cannot be written.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fusenet/graph/combine.hpp>
#include <fusenet/graph/described.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/onnx/write.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <initializer_list>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "../support.hpp"

namespace {

using namespace fusenet;
using onnx_files::extents;

template <const auto& Net>
struct in_onnx {
    parameter_set weights{described<Net>::parameters()};
    result<onnx_files::model> file{failure{}};

    explicit in_onnx(int batch = 0) {
        weights.randomise(3);
        file = onnx_files::try_write(Net, described<Net>::lowered.net, described<Net>::table, weights.values().data(), batch);
    }
    std::vector<std::string> ops() const {
        std::vector<std::string> names;
        for (const onnx_files::node& n : file->nodes) names.push_back(n.op);
        return names;
    }
    const onnx_files::tensor* find(const std::string& name) const {
        const auto at = std::ranges::find(file->tensors, name, &onnx_files::tensor::name);
        return at == file->tensors.end() ? nullptr : &*at;
    }
};

using words = std::vector<std::string>;

constexpr auto classifier = input(6, 5, 3) | named("stem", conv<3, 3>(4)) | relu() | dropout() | named("tail", prelu()) |
                            flatten() | named("head", dense(7)) | softmax();

TEST_CASE("onnx: initializers are called by their paths, and have the axes of the table") {
    const in_onnx<classifier> made;
    REQUIRE(made.file);
    CHECK(made.ops() == words{"Conv", "Relu", "PRelu", "Flatten", "Gemm", "Softmax"});
    REQUIRE(made.find("stem.weight"));
    CHECK(made.find("stem.weight")->extent == extents{4, 3, 3, 3});
    CHECK(made.find("stem.bias")->extent == extents{4});
    CHECK(made.find("tail.weight")->extent == extents{4, 1, 1});  // it meets its channel
    CHECK(made.find("head.weight")->extent == extents{7, 48});
    const auto stem = made.weights.at("stem.weight");
    CHECK(std::ranges::equal(made.find("stem.weight")->values(), stem));
    CHECK(made.find("stem.weight")->values().data() == stem.data());  // seen, not copied
}

TEST_CASE("onnx: an input and an output have the order of the file, and a batch of any length or of one") {
    const in_onnx<classifier> any, eight(8);
    REQUIRE(any.file);
    CHECK(any.file->inputs[0].name == "input");
    CHECK(any.file->inputs[0].extent == extents{0, 3, 6, 5});
    CHECK(any.file->outputs[0].name == "output");
    CHECK(any.file->outputs[0].extent == extents{0, 7});
    CHECK(any.file->nodes.back().outputs[0] == "output");
    CHECK(eight.file->inputs[0].extent[0] == 8);
    CHECK(eight.file->outputs[0].extent[0] == 8);
}

TEST_CASE("onnx: weights behind a flattened image are put into the order c, h, w") {
    const in_onnx<classifier> made;
    REQUIRE(made.file);
    const auto given = made.weights.at("head.weight");
    const auto written = made.find("head.weight")->values();
    for (std::size_t out = 0; out < 7; ++out)
        for (std::size_t y = 0; y < 4; ++y)
            for (std::size_t x = 0; x < 3; ++x)
                for (std::size_t c = 0; c < 4; ++c)
                    CHECK(written[out * 48 + (c * 4 + y) * 3 + x] == given[out * 48 + (y * 3 + x) * 4 + c]);
}

constexpr auto of_bytes = input(6, 5, 3, {.type = element::uint8}) | normalize({1, 2, 3}, {4}, {.scale = 0.5f});
constexpr auto of_planes = input(6, 5, 3, {.order = layout::nchw}) | relu();

TEST_CASE("onnx: an input of bytes is cast; of planes it is as any other") {
    const in_onnx<of_bytes> bytes;
    REQUIRE(bytes.file);
    CHECK(bytes.ops() == words{"Cast", "Mul", "Sub", "Div"});
    CHECK(bytes.file->inputs[0].type == element::uint8);
    CHECK(bytes.file->inputs[0].extent == extents{0, 3, 6, 5});
    CHECK(bytes.file->outputs[0].type == element::float32);
    const in_onnx<of_planes> planes;
    CHECK(planes.ops() == words{"Relu"});
    CHECK(planes.file->inputs[0].type == element::float32);
    CHECK(planes.file->inputs[0].extent == extents{0, 3, 6, 5});
}

constexpr auto in_order = input(4, 3, 2) | flatten() | softmax() | dense(3);
constexpr auto one_cell = input(8, 8, 2) | global_avgpool() | flatten() | softmax();

TEST_CASE("onnx: a flattened image whose order matters is put into fusenet's") {
    const in_onnx<in_order> made;
    REQUIRE(made.file);
    CHECK(made.ops() == words{"Flatten", "Reshape", "Transpose", "Reshape", "Softmax", "Gemm"});
    CHECK(std::ranges::equal(made.find("dense_0.weight")->values(), made.weights.at("dense_0.weight")));
    CHECK(in_onnx<one_cell>().ops() == words{"GlobalAveragePool", "Flatten", "Softmax"});  // one cell has one order
}

constexpr auto two_ends = input(4) | dense(3) | branches(relu(), identity(), identity());

TEST_CASE("onnx: outputs have names of their own, also where two are one") {
    const in_onnx<two_ends> made;
    REQUIRE(made.file);
    REQUIRE(made.file->outputs.size() == 3);
    for (int k = 0; k < 3; ++k) {
        const std::string name = "output_" + std::to_string(k);
        CHECK(made.file->outputs[static_cast<std::size_t>(k)].name == name);
        CHECK(std::ranges::count(made.file->nodes, words{name}, &onnx_files::node::outputs) == 1);
    }
    CHECK(made.ops() == words{"Gemm", "Relu", "Identity"});
}

/// An ONNX form that asks for what the layer does not have, and one that its options forbid.
struct forgetful {
    static constexpr const char* name = "forgetful";
    template <class V>
    constexpr V operator()(V x) const {
        return x;
    }
    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Mul", to.input(), to.parameter("weight"));
    }
};
struct fussy {
    static constexpr const char* name = "fussy";
    template <class V>
    constexpr V operator()(V x) const {
        return x;
    }
    template <class To>
    auto onnx(To& to, shape in) const {
        return in.h > 3 ? to.refuse("ONNX has no such thing above 3 rows") : to.input();
    }
};

constexpr auto recurrent = input(5, 2) | named("first", lstm(3, {.peepholes = true})) |
                           named("second", gru(2, {.reset_after = false, .reversed = true, .last = true}));

/// Blocks of so many values, in this order.
std::vector<float> in_blocks(std::span<const float> given, std::size_t size, std::initializer_list<std::size_t> order) {
    std::vector<float> to;
    for (const std::size_t b : order)
        to.insert(to.end(), given.begin() + static_cast<std::ptrdiff_t>(b * size),
                  given.begin() + static_cast<std::ptrdiff_t>((b + 1) * size));
    return to;
}

TEST_CASE("onnx: a recurrence is one node, its gates in ONNX's order, its two biases one tensor") {
    const in_onnx<recurrent> made;
    REQUIRE(made.file);
    CHECK(made.ops() == words{"Transpose", "LSTM", "Squeeze", "Transpose", "Transpose", "GRU", "Squeeze"});
    const auto check = [&](const char* name, const extents& extent, const std::vector<float>& values) {
        INFO(std::string(name));
        REQUIRE(made.find(name));
        CHECK(made.find(name)->extent == extent);
        CHECK(std::ranges::equal(made.find(name)->values(), values));
    };
    const auto given = [&](const char* name) { return made.weights.at(name); };
    check("first.weight_ih_l0", {1, 12, 2}, in_blocks(given("first.weight_ih_l0"), 6, {0, 3, 1, 2}));
    check("first.weight_hh_l0", {1, 12, 3}, in_blocks(given("first.weight_hh_l0"), 9, {0, 3, 1, 2}));
    check("first.weight_peephole_l0", {1, 9}, in_blocks(given("first.weight_peephole_l0"), 3, {0, 2, 1}));
    check("second.weight_ih_l0_reverse", {1, 6, 3}, in_blocks(given("second.weight_ih_l0_reverse"), 6, {1, 0, 2}));
    std::vector<float> both = in_blocks(given("second.bias_ih_l0_reverse"), 2, {1, 0, 2});
    for (const float x : in_blocks(given("second.bias_hh_l0_reverse"), 2, {1, 0, 2})) both.push_back(x);
    check("second.bias_l0_reverse", {1, 12}, both);
    const onnx_files::node& second = made.file->nodes[5];
    CHECK(second.outputs == words{"", second.name});  // not all steps, but the last
    CHECK(std::get<std::string>(second.attributes[1].second) == "reverse");
    CHECK(std::get<std::int64_t>(second.attributes[2].second) == 0);  // linear_before_reset
}

constexpr auto with_projection = input(5, 2) | relu() | lstm(3, {.outputs = 2});

constexpr auto with_map = input(4) | dense(3) | map([](auto x) { return x * x; }) | dense(2);
constexpr auto with_forgetful = input(4) | forgetful();
constexpr auto with_fussy = input(4, 4, 2) | relu() | fussy();

TEST_CASE("onnx: a layer that cannot be written is named") {
    CHECK(in_onnx<with_map>().file.message() == "layer 2, map: has no ONNX form: give it a member onnx(to, in)");
    CHECK(in_onnx<with_forgetful>().file.message() ==
          "layer 1, forgetful: has no parameter \"weight\", which its ONNX form asks for");
    CHECK(in_onnx<with_projection>().file.message() ==
          "layer 2, lstm -> 3 -> 2: ONNX's LSTM has no matrix behind its units: leave `outputs` out");
    CHECK(in_onnx<with_fussy>().file.message() == "layer 2, fussy: ONNX has no such thing above 3 rows");
}

}  // namespace
