#include <doctest/doctest.h>

#include <fusenet/graph/joins.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/report/expression.hpp>

using namespace fusenet;
using namespace fusenet::report;

namespace {

struct cube {
    template <class V>
    constexpr V operator()(V x) const {
        return x * x * x;
    }
};

struct difference {
    static constexpr const char* name = "difference";
    static constexpr bool joins = true;
    constexpr shape out(const shape* in, int, problem&) const { return in[0]; }
    template <class V>
    constexpr V operator()(V a, V b) const {
        return a - b;
    }
};

struct hypotenuse : difference {
    static constexpr const char* name = "hypotenuse";
    template <class V>
    V operator()(V a, V b) const {
        return sqrt(a * a + b * b);
    }
};

/// The largest product of a window: no usual operation.
struct product_pool {
    static constexpr const char* name = "product_pool";
    window reads(shape) const { return {.kh = 2, .kw = 2}; }
    template <class V>
    V first() const {
        return V(1);
    }
    template <class V>
    V step(V a, V x) const {
        return a * x;
    }
    template <class V>
    V merge(V a, V b) const {
        return a * b;
    }
    template <class V>
    V done(V a, V, V) const {
        return a + a;
    }
};

constexpr shape extent = shape::image(8, 8, 4);

template <class L>
std::string of_map(const L& l) {
    return map_expression(l, facts_of(l, extent, extent));
}
template <class L>
fold_entry of_fold(const L& l) {
    return fold_expressions(l, l.reads(extent));
}

}  // namespace

TEST_CASE("maps read as what they compute") {
    CHECK(of_map(relu()) == "max(v, 0)");
    CHECK(of_map(relu6()) == "clip(v, 0, 6)");
    CHECK(of_map(clip(-1.5f, 2)) == "clip(v, -1.5, 2)");
    CHECK(of_map(leaky_relu(0.25f)) == "v < 0 ? 0.25 * v : v");
    CHECK(of_map(elu()) == "v < 0 ? exp(v) - 1 : v");
    CHECK(of_map(batchnorm()) == "v * gain[c] + shift[c]");
    CHECK(of_map(scale()) == "v * gain[c]");
    CHECK(of_map(bias()) == "v + shift[c]");
    CHECK(of_map(prelu()) == "prelu(v, operand[c])");
    CHECK(of_map(sigmoid()) == "sigmoid(v)");
    CHECK(of_map(cube{}) == "map(v)");
    CHECK(of_map(dropout()) == "v");
}

TEST_CASE("joins name the other value, on its side") {
    CHECK(join_expression(add(), false) == "v + @");
    CHECK(join_expression(mul(), true) == "v * @");
    CHECK(join_expression(maximum(), false) == "max(v, @)");
    CHECK(join_expression(difference(), false) == "v - @");
    CHECK(join_expression(difference(), true) == "difference(@, v)");
    CHECK(join_expression(hypotenuse(), false) == "hypotenuse(v, @)");
}

TEST_CASE("folds say where they begin, go on and end") {
    const fold_entry largest = of_fold(maxpool<3>({.stride = 2, .pad = 1}));
    CHECK(largest.first == "-infinity");
    CHECK(largest.step == "max(v, @)");
    CHECK(largest.merge == "max(v, @)");
    CHECK(largest.done == "v");

    CHECK(of_fold(avgpool<2>()).step == "v + @");
    CHECK(of_fold(avgpool<2>()).done == "v / 4");
    CHECK(of_fold(avgpool<3>({.pad = 1})).done == "v / cells inside");
    CHECK(of_fold(avgpool<3>({.pad = 1, .count_include_pad = true})).done == "v / 9");
    CHECK(of_fold(avgpool<3>({.stride = 2, .pad = 1, .ceil_mode = true, .count_include_pad = true})).done ==
          "v / cells of the padded map");
    CHECK(of_fold(global_avgpool()).done == "v / 64");

    const fold_entry own = of_fold(product_pool());
    CHECK(own.first == "1");
    CHECK(own.step == "v * @");
    CHECK(own.done == "product_pool.done(v)");
}

TEST_CASE("statistics are named by what they reduce") {
    const auto softmax_s = statistics_of(softmax());
    REQUIRE(softmax_s.count() == 2);
    CHECK(softmax_s[0] == "max of @");
    CHECK(softmax_s[1] == "sum of exp(@ - s0)");
    CHECK(statistics_of(l2norm())[0] == "sum of @ * @");
    CHECK(statistics_of(layernorm())[1] == "sum of term1(@, s0)");
}
