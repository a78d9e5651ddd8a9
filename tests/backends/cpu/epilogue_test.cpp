// Maps and joins behind an operation: what the reference computes layer after layer, on every tail of channels.
#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/backends/cpu/copy.hpp>
#include <fusenet/backends/reference/cellwise.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/schedule/weight_layout.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

struct threshold {  // a user's map with one operand
    static constexpr int operands = 1;
    template <class V>
    V operator()(V x, V least) const {
        return max(x, least);
    }
};

struct difference {  // a join that tells its sides apart
    [[maybe_unused]] static constexpr bool joins = true;
    template <class V>
    V operator()(V a, V b) const {
        return a - b;
    }
};

/// Operands of each channel with the room that kernels count on.
struct channel_values {
    std::vector<float> values;
    channel_values(int channels, unsigned seed) : values(static_cast<std::size_t>(schedule::channel_floats(channels))) {
        std::ranges::copy(test::numbers(channels, seed, 0.5f, 1.5f), values.begin());
    }
    cpu::operand operand() const { return {values.data(), 0}; }
};

constexpr auto square = [](auto x) { return x * x; };

TEST_CASE("epilogue: maps with no, one and two operands, and joins of every kind") {
    for (int channels = 1; channels <= 2 * lanes + 1; ++channels) {
        CAPTURE(channels);
        const shape s = shape::image(2, 3, channels);
        const channel_values least(channels, 1), gain(channels, 2), shift(channels, 3), spread(channels, 4);
        const auto given = test::some_values(s, 5), beside = test::some_values(s, 6);
        test::guarded_map from(given, 2, 1), other(beside, 1, 4), to(s, 3, 2);
        const cpu::view o = other.view();

        const std::tuple steps{cpu::map_step<decltype(square)>{square, {}, {}},
                               cpu::join_step<difference, false>{{}, {o.p, o.pitch}},
                               cpu::map_step<batchnorm_layer>{batchnorm(), gain.operand(), shift.operand()},
                               cpu::join_step<difference, true>{{}, {o.p, o.pitch}},
                               cpu::map_step<threshold>{{}, least.operand(), {}},
                               cpu::join_step<mul_layer, false>{{}, spread.operand()},
                               cpu::join_step<difference, true>{{}, spread.operand()}};
        const auto e = [&]<class... Steps>(const std::tuple<Steps...>& all) { return cpu::epilogue<Steps...>{all, to.view()}; }(steps);
        cpu::copy(from.view(), {0, 2}, e);

        reference::tensor<double> expected(s);
        reference::each_value(s, [&](int y, int x, int c) {
            const auto at = static_cast<std::size_t>(c);
            const double b = beside.at(y, x, c), joined = spread.values[at];
            double v = square(given.at(y, x, c)) - b;
            v = b - (v * static_cast<double>(gain.values[at]) + static_cast<double>(shift.values[at]));
            expected.at(y, x, c) = joined - std::max(v, static_cast<double>(least.values[at])) * joined;
        });
        CHECK(test::max_error(to.values(), expected.cells) < 2e-6);  // seven fp32 operations on numbers up to 4
        CHECK(to.kept_others());
    }
}

TEST_CASE("epilogue: rows of a copy") {
    const shape s = shape::image(5, 3, lanes + 1);
    const auto given = test::some_values(s, 1);
    test::guarded_map from(given), to(s, 1, 1);
    cpu::copy(from.view(), {0, 2}, to.ending());
    CHECK(std::isnan(to.at(2, 0, 0)));
    cpu::copy(from.view(), {2, 5}, to.ending());
    CHECK(test::max_error(to.values(), given.cells) == 0);
    CHECK(to.kept_others());
}

}  // namespace
