#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/map.hpp>
#include <fusenet/layers/relu.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

TEST_CASE("map takes a generic lambda") {
    constexpr auto square = map([](auto x) { return x * x; });
    static_assert(map_layer<std::remove_cvref_t<decltype(square)>>);
    static_assert(square(3.0f) == 9 && square(3.0) == 9);
}

TEST_CASE("map takes a lambda that captures, which a bag can hold") {
    constexpr float gain = 3;
    constexpr auto triple = map([gain](auto x) { return x * decltype(x)(gain); });
    constexpr auto net = input(4) | triple | relu() | triple;
    static_assert(made(triple, shape::vector(4)) == shape::vector(4));
    net.visit(3, [](const auto& layer) {
        if constexpr (map_layer<std::remove_cvref_t<decltype(layer)>>) CHECK(layer(2.0f) == 6);
    });
}

TEST_CASE("map takes a function of floats alone") {
    constexpr auto half = map([](float x) { return x / 2; });
    static_assert(half(3.0f) == 1.5f && half(3.0) == 1.5);
    CHECK(map(+[](float x) { return x + 1; })(1.0f) == 2);
}
