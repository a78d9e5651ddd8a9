// Parameters' names: scopes, long ones too, and the numbers of repeat.
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/input.hpp>
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

}  // namespace
