// Parameters' names: scopes, long ones too, and the numbers of repeat.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/planned.hpp>

namespace {

using namespace fusenet;

template <const auto& Net>
constexpr auto name_of(int index) {
    return planned<Net>::parameter_table()[static_cast<std::size_t>(index)].name.view();
}

constexpr auto nested = input(8, 8, 4) | named("body", named(3, conv<1, 1>()) | conv<1, 1>()) | conv<1, 1>();
static_assert(name_of<nested>(0) == "body.3.weight");
static_assert(name_of<nested>(3) == "body.bias");
static_assert(name_of<nested>(5) == "conv_0.bias");

// A scope of many letters is kept whole, and so is the number behind it.
constexpr auto long_names = input(8, 8, 4) | repeat<12>(named("inverted_bottleneck_of_the_second_stage", conv<1, 1>()));
static_assert(name_of<long_names>(0) == "inverted_bottleneck_of_the_second_stage.0.weight");
static_assert(name_of<long_names>(23) == "inverted_bottleneck_of_the_second_stage.11.bias");

// Whoever keeps images as planes flattens c, h, w; steps of a recurrence and rows of a table lie as they do here.
template <const auto& Net>
constexpr parameter last_weight() {
    const auto table = planned<Net>::parameter_table();
    return table[table.size() - 2];
}
constexpr auto image = input(4, 4, 3) | relu() | flatten() | batchnorm() | residual(relu()) | dense(3);
constexpr auto convolved = input(5, 3) | lstm(4) | conv<2>(4) | flatten() | dense(3);
constexpr auto steps = input(5, 3) | lstm(4) | relu() | flatten() | dense(3);
constexpr auto rows = input(5, 1) | embedding(7, 4) | flatten() | dense(3);
constexpr auto cells = input(5, 3) | conv<1>(4) | dense(4) | flatten() | dense(3);
constexpr auto pooled = input(4, 4, 3) | global_avgpool() | flatten() | dense(3);
constexpr auto side_by_side = input(4, 4, 3) | concat(conv<3, 3>(4) | flatten(), conv<3, 3>(4) | flatten()) | dense(3);
constexpr auto cut = input(4, 4, 3) | flatten() | slice(0, 16) | dense(3);
static_assert(last_weight<image>().flattened == shape::image(4, 4, 3));
static_assert(planned<image>::parameter_table()[0].flattened == shape::image(4, 4, 3));
static_assert(last_weight<convolved>().flattened == shape::signal(4, 4));
static_assert(last_weight<steps>().flattened.c == 0 && !last_weight<steps>().mixed);
static_assert(last_weight<rows>().flattened.c == 0 && last_weight<cells>().flattened.c == 0 && last_weight<pooled>().flattened.c == 0);
static_assert(last_weight<side_by_side>().mixed && last_weight<cut>().mixed && !last_weight<image>().mixed);

}  // namespace
