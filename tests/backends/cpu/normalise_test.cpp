// Normalisations against the reference in double: every tail of channels, over channels, space and neighbours.
#include <fusenet/backends/cpu/normalise.hpp>
#include <fusenet/backends/reference/normalise.hpp>
#include <fusenet/layers/groupnorm.hpp>
#include <fusenet/layers/l2norm.hpp>
#include <fusenet/layers/layernorm.hpp>
#include <fusenet/layers/local_response_norm.hpp>
#include <fusenet/layers/rmsnorm.hpp>
#include <fusenet/layers/softmax.hpp>
#include <fusenet/schedule/weight_layout.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

template <axis Over, reduction Of>
struct less_statistic {  // a user's: counts the cells it is told of
    static constexpr std::array reductions{Of};
    int groups = 1, span = 1;
    constexpr normalise_facts over(shape) const { return {Over, groups, span}; }
    template <int K, class V>
    V term(V x, const V*, V) const {
        return x + V(0.5f);  // so that a cell that does not exist would be noticed
    }
    template <class V>
    V operator()(V x, const V* stats, V cells) const {
        return x - stats[0] / cells;
    }
};

/// The largest error of the whole map; over channels also row by row, which must give the same bits.
template <class L>
double error_of(const L& layer, shape s) {
    const auto given = test::some_values(s, 1, -2, 2);
    const auto first = test::numbers(s.c, 2, 0.5f, 1.5f), second = test::numbers(s.c, 3);
    reference::layer_weights weights;
    weights.given[0] = first.data(), weights.given[1] = second.data();
    weights.extent[0] = weights.extent[1] = dims(s.c);
    const auto answer = reference::normalise_values(layer, weights, given);

    const auto room = static_cast<std::size_t>(schedule::channel_floats(s.c));
    std::vector<float> o(room), p(room);
    for (int c = 0; c < s.c; ++c) {
        const auto values = reference::operands_at<float>(layer, weights, c);
        if constexpr (operands_of<L>() > 0) o[static_cast<std::size_t>(c)] = values[0];
        if constexpr (operands_of<L>() > 1) p[static_cast<std::size_t>(c)] = values[1];
    }
    test::guarded_map from(given, 3, 1), to(s, 2, 2), parts(s);
    const normalise_facts facts = layer.over(s);
    cpu::normalise(layer, facts, from.view(), {0, s.h}, {o.data(), p.data()}, to.ending());
    CHECK(to.kept_others());
    if (facts.over != axis::space) {
        for (int y = 0; y < s.h; ++y) cpu::normalise(layer, facts, from.view(), {y, y + 1}, {o.data(), p.data()}, parts.ending());
        CHECK(to.values() == parts.values());
    }
    return test::max_error(to.values(), answer.cells);
}

TEST_CASE("normalise: over channels") {
    for (int c = 1; c <= 2 * lanes + 1; ++c) {
        CAPTURE(c);
        const shape s = shape::image(2, 3, c);
        CHECK(error_of(softmax(), s) < 1e-6);      // probabilities; exp is good to a few units in the last place
        CHECK(error_of(log_softmax(), s) < 5e-6);  // numbers up to 8
        CHECK(error_of(l2norm(), s) < 1e-6);
        if (c > 1) CHECK(error_of(layernorm(), s) < 1e-4);  // two channels may be close: the variance cancels
        if (c > 1) CHECK(error_of(layernorm({.affine = false}), s) < 1e-4);
        CHECK(error_of(rmsnorm(), s) < 5e-6);
        CHECK(error_of(less_statistic<axis::channels, reduction::max>{}, s) < 1e-6);
        for (int groups : {2, 3})
            if (c % groups == 0) CHECK(error_of(less_statistic<axis::channels, reduction::sum>{groups}, s) < 2e-6);
    }
}

TEST_CASE("normalise: over space") {
    for (int c = 1; c <= 2 * lanes + 1; ++c) {
        CAPTURE(c);
        const shape s = shape::image(4, 5, c);
        CHECK(error_of(instancenorm(), s) < 1e-5);  // sums of 20 cells
        CHECK(error_of(groupnorm(1), s) < 1e-5);
        if (c % 2 == 0) CHECK(error_of(groupnorm(2), s) < 1e-5);
        if (c % 3 == 0) CHECK(error_of(groupnorm(3, {.affine = false}), s) < 1e-5);
        CHECK(error_of(less_statistic<axis::space, reduction::max>{c}, s) < 1e-6);
    }
}

TEST_CASE("normalise: over neighbouring channels") {
    for (int c = 1; c <= 2 * lanes + 1; ++c)
        for (int span : {1, 2, 3, 4, 5, 9}) {
            CAPTURE(c);
            CAPTURE(span);
            const shape s = shape::image(2, 3, c);
            if (span % 2) CHECK(error_of(local_response_norm(span, {.alpha = 0.5f}), s) < 2e-6);
            if (span % 2) CHECK(error_of(local_response_norm(span, {.alpha = 0.5f, .beta = 0.3f}), s) < 2e-6);
            CHECK(error_of(less_statistic<axis::channel_window, reduction::sum>{1, span}, s) < 2e-6);
            CHECK(error_of(less_statistic<axis::channel_window, reduction::max>{1, span}, s) < 2e-6);
        }
}

}  // namespace
