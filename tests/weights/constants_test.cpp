#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fusenet/weights/constants.hpp>
#include <string>
#include <vector>

using namespace fusenet;

namespace {

constexpr std::array table{parameter{"stem.weight", {2, 4}, 0, 0, shape::image(1, 2, 2)},
                           parameter{"stem.bias", {2}, 8, 0}};

constexpr float weight[]{1, 2, 3, 4, 5, 6, 7, 8};
constexpr float bias[]{9, 10};
constexpr std::array constants{constant_tensor{"stem.bias", {2}, bias}, constant_tensor{"stem.weight", {2, 4}, weight}};

constexpr auto without_one = std::span(constants).first(1);
constexpr std::array misnamed{constants[0], constant_tensor{"stem.weights", {2, 4}, weight}};
constexpr std::array misshapen{constants[0], constant_tensor{"stem.weight", {4, 2}, weight}};
constexpr std::array reranked{constants[1], constant_tensor{"stem.bias", {2, 1}, bias}};
constexpr std::array twice{constants[0], constants[0]};
constexpr std::array extra{constants[0], constants[1], constant_tensor{"head.bias", {2}, bias}};
constexpr std::array empty{constants[0], constant_tensor{"stem.weight", {2, 4}, {}}};
constexpr std::array too_short{constants[0], constant_tensor{"stem.weight", {2, 4}, std::span(weight).first(7)}};
constexpr float weight_and_more[]{1, 2, 3, 4, 5, 6, 7, 8, 9};
constexpr std::array too_long{constants[0], constant_tensor{"stem.weight", {2, 4}, weight_and_more}};

static_assert(constants_match(table, constants));
static_assert(!constants_match(table, {}));
static_assert(constants_match({}, {}));
static_assert(!constants_match(table, without_one));
static_assert(!constants_match(table, misnamed));
static_assert(!constants_match(table, misshapen));
static_assert(!constants_match(table, reranked));
static_assert(!constants_match(table, twice));
static_assert(!constants_match(table, extra));
static_assert(!constants_match(table, empty));
static_assert(!constants_match(table, too_short));
static_assert(!constants_match(table, too_long));

/// As many names as DenseNet-121 has, in opposite orders: the check must fit the compilers' default limits.
template <int N>
constexpr auto many_rows = [] {
    std::array<parameter, N> rows{};
    for (int i = 0; i < N; ++i) {
        rows[static_cast<std::size_t>(i)].extent = {2};
        rows[static_cast<std::size_t>(i)].name.put("features.denseblock.layer").put(i).put(".norm.running_mean");
    }
    return rows;
}();
template <int N>
constexpr auto many_constants = [] {
    std::array<constant_tensor, N> out{};
    for (std::size_t i = 0; i < N; ++i) out[i] = {many_rows<N>[N - 1 - i].name.view(), {2}, bias};
    return out;
}();
static_assert(constants_match(many_rows<604>, many_constants<604>));

}  // namespace

TEST_CASE("constants become parameters, in fusenet's order unless another is given") {
    const parameter_set set = from_constants(table, constants);
    CHECK(std::ranges::equal(set.values(), std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));

    const parameter_set pytorch = from_constants(table, constants, {.order = convention::pytorch});
    CHECK(std::ranges::equal(pytorch["stem.weight"], std::vector<float>{1, 3, 2, 4, 5, 7, 6, 8}));

    constexpr std::array transposed{constants[0], constant_tensor{"stem.weight", {4, 2}, weight}};
    const parameter_set tensorflow = from_constants(table, transposed, {.order = convention::tensorflow});
    CHECK(std::ranges::equal(tensorflow["stem.weight"], std::vector<float>{1, 3, 5, 7, 2, 4, 6, 8}));

    CHECK(std::ranges::equal(from_constants(table, extra, {.allow_extra = true}).values(), set.values()));
}

TEST_CASE("constants that are not the network's are refused with a sentence") {
    struct row { std::span<const constant_tensor> given; std::string expected; };
    for (const row& r : {
             row{without_one, "tensor \"stem.weight\": expected [2x4] float32, found no tensor of that name"},
             row{misnamed, "tensor \"stem.weight\": expected [2x4] float32, found no tensor of that name but "
                           "\"stem.weights\""},
             row{misshapen, "tensor \"stem.weight\": expected [2x4] float32, found [4x2], which is TensorFlow's "
                            "order: load with convention::tensorflow"},
             row{reranked, "tensor \"stem.bias\": expected [2] float32, found [2x1]"},
             row{twice, "tensor \"stem.bias\": is given twice"},
             row{extra, "tensor \"head.bias\": expected no tensor of that name, found [2]"},
             row{empty, "tensor \"stem.weight\": expected the 8 values of [2x4], found 0"},
             row{too_short, "tensor \"stem.weight\": expected the 8 values of [2x4], found 7"},
             row{too_long, "tensor \"stem.weight\": expected the 8 values of [2x4], found 9"},
         }) {
        CHECK(try_from_constants(table, r.given).message() == "constants: " + r.expected);
        CHECK_FALSE(constants_match(table, r.given));
    }
    CHECK_THROWS_AS(from_constants(table, twice), error);
}
