// Every rule keeps the answer: networks on which it fires, against the reference, which knows no rules.
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/compile.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/bias.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/conv_transpose.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/layers/permute.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/prelu.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/reshape.hpp>
#include <fusenet/layers/scale.hpp>
#include <fusenet/layers/sigmoid.hpp>
#include <string_view>

#include "../support.hpp"

namespace {

using namespace fusenet;

constexpr auto identities =
    input(5, 7, 3) | dropout() | conv<1, 1>(6) | dropout() | flatten() | reshape(210) | dense(9);

constexpr auto reshapes = input(5, 6, 2) | relu() | reshape(10, 6) | reshape(3, 10, 2) | conv<3, 3>(4, {.pad = 1}) |
                          flatten() | reshape(6, 20) | dense(3);
constexpr auto turns =
    input(5, 6, 3) | conv<1, 1>(7) | permute<2, 0, 1>() | permute<1, 2, 0>() | conv<3, 3>(4) | relu();
constexpr auto columns = input(6, 1, 3) | relu() | permute<1, 0, 2>() | flatten() | dense(4);

constexpr auto pads = input(9, 8, 3) | pad({0, 1, 2, 3}) | conv<3, 3>(5, {.stride = 2, .pad = 1}) | pad(1) |
                      depthwise<3>() | pad({1, 0, 0, 1}) |
                      avgpool<3>({.stride = 1, .pad = 1, .count_include_pad = true}) | pad(1) | maxpool<3>();

constexpr auto pads_shifted = input(7, 8, 4) | pad({1, 0, 2, 1}) | batchnorm() | conv<3, 3>(5, {.stride = 2}) | relu() |
                              pad(1) | scale() | bias() | depthwise<3>() | pad(1) | batchnorm() | conv<1, 1>(3);
constexpr auto pads_shared = input(7, 8, 4) | pad(1) | concat(batchnorm() | conv<3, 3>(5), batchnorm() | conv<3, 3>(3));

constexpr auto nested = input(6, 5, 3) | concat(concat(conv<1, 1>(2), conv<3, 3>(3, {.pad = 1})),
                                                concat(conv<1, 1>(4) | relu(), concat(identity(), conv<1, 1>(1))));

constexpr auto pooled = input(11, 11, 3) | conv<3, 3>(5) | bias() | sigmoid() | maxpool<3>({.stride = 2, .pad = 1}) |
                        relu() | global_maxpool();
constexpr auto dilated = input(3, 3, 2) | relu() | maxpool<2>({.stride = 1, .pad = 1, .dilation = 3});

constexpr auto halves = input(9, 9, 3) | concat(conv<1, 1>(5) | relu(), conv<3, 3>(7, {.pad = 1})) |
                        maxpool<3>({.stride = 2}) | concat(conv<1, 1>(3), relu() | conv<1, 1>(6)) | global_avgpool();

constexpr auto branched = input(6, 6, 3) |
                          concat(conv<1, 1>(5), conv<3, 3>(3, {.pad = 1}), maxpool<3>({.stride = 1, .pad = 1})) |
                          batchnorm() | prelu() | map([](auto x) { return x * x; });

constexpr auto after = input(7, 7, 3) | conv<3, 3>(5, {.stride = 2, .bias = false}) | batchnorm() | scale() | bias() |
                       relu() | depthwise<3>({.pad = 1}) | batchnorm() | conv<1, 1>(10, {.groups = 5}) | batchnorm() |
                       conv_transpose<2, 2>(4, {.stride = 2}) | batchnorm();
constexpr auto shortcut = input(7, 7, 3) |
                          residual(conv<3, 3>(4, {.pad = 1}) | batchnorm(), conv<1, 1>(4) | batchnorm()) | batchnorm() |
                          relu();

constexpr auto before = input(8, 7, 4) | scale() | bias() | conv<3, 3>(6, {.stride = 2, .groups = 2}) | relu() |
                        batchnorm() | depthwise<2>() | relu() | batchnorm() | conv<2, 2>(5, {.bias = false}) | relu() |
                        batchnorm() | conv<1, 1>(5, {.pad = 1});

constexpr auto merged =
    input(6, 6, 3) | concat(conv<1, 1>(5) | batchnorm() | relu(), conv<1, 1>(3, {.bias = false}) | relu(),
                            conv<3, 3>(2, {.pad = 1}) | relu());
constexpr auto merged_wholly = input(6, 6, 3) | relu() |
                               concat(batchnorm() | conv<1, 1>(5), conv<1, 1>(3) | batchnorm(), conv<1, 1>(9)) |
                               dropout() | batchnorm() | clip(-1, 1) | conv<3, 3>(4);

/// Parameters in [-1, 1), gains of either sign among them; variances about 1.
parameter_set random_parameters(std::span<const parameter> table) {
    parameter_set set(table);
    unsigned seed = 1;
    for (auto [row, values] : set) {
        const bool variance = row.name.view().ends_with("running_var");
        std::ranges::copy(test::numbers(row.extent.size(), seed++, variance ? 0.5f : -1, variance ? 1.5f : 1),
                          values.begin());
    }
    return set;
}

/// As if there were few registers: small tiles, which are quickly compiled. Rules do not know of them.
template <const auto& Net>
using model_of = compile<Net, target{.registers = 4}>;

struct row {
    std::string_view name;
    std::string_view rule;
    int fired;
    std::vector<double> (*expected)(const parameter_set&, std::span<const float>);
    std::vector<float> (*found)(const parameter_set&, std::span<const float>);
    std::span<const parameter> table;
    long long cells;
};

template <const auto& Net, class Rule>
row on(std::string_view name) {
    using net = model_of<Net>;
    int fired = 0;
    for (int k = 0; k < net::log.rules; ++k)
        if (net::log.name(k) == std::string_view(Rule::name)) fired = net::log.fired[k];
    return {name,
            Rule::name,
            fired,
            [](const parameter_set& given, std::span<const float> in) {
                return reference::run<Net>(given.values().data(), in)[0];
            },
            [](const parameter_set& given, std::span<const float> in) {
                model_of<Net> model(given);
                std::vector<float> out(static_cast<std::size_t>(net::output_size));
                model(in, out);
                return out;
            },
            net::parameter_table(),
            net::input_size};
}

}  // namespace

TEST_CASE("every rule keeps the answer") {
    for (const row& r :
         {on<identities, drop_identity>("identities"), on<reshapes, cancel_moves>("reshapes"),
          on<turns, cancel_moves>("turns"), on<columns, cancel_moves>("columns"), on<pads, pad_into_window>("pads"),
          on<pads_shifted, pad_into_window>("pads shifted"), on<pads_shared, pad_into_window>("pads shared"),
          on<pads_shared, merge_siblings>("pads merged"),
          on<nested, concat_of_concats>("nested"), on<pooled, maxpool_before_monotone>("pooled"),
          on<dilated, maxpool_before_monotone>("dilated"), on<halves, pool_before_concat>("halves"),
          on<branched, map_into_branches>("branched"), on<after, fold_affine_after>("after"),
          on<shortcut, fold_affine_after>("shortcut"), on<before, fold_affine_before>("before"),
          on<merged, merge_siblings>("merged"), on<merged_wholly, merge_siblings>("merged wholly")}) {
        INFO(r.rule, " on ", r.name);
        CHECK(r.fired > 0);
        const parameter_set given = random_parameters(r.table);
        const std::vector<float> in = test::numbers(r.cells, 99);

        CHECK(test::max_error(r.found(given, in), r.expected(given, in)) < 2e-5);  // fp32, values up to a few tens
    }
}
