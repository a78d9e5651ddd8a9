// needs: xsimd
// Every layer's arithmetic on a SIMD batch, lane by lane against the same in double.
#include <fusenet/backends/cpu/vec.hpp>
#include <fusenet/graph/joins.hpp>
#include <fusenet/layers.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

namespace {

using batch = xsimd::batch<float>;
constexpr int lanes = static_cast<int>(batch::size);

/// From far below zero to far above it, a batch at a time.
template <class F>
void each_batch(F f) {
    const float ends[]{-1e30f, -300,   -100,  -88.5f, -20, -9, -5,    -1e-3f, -1e-20f, -0.0f,
                       0,      1e-20f, 1e-3f, 5,      9,   20, 88.5f, 100,    300,     1e30f};
    std::vector<float> all(ends, ends + std::size(ends));
    for (float x : numbers(200, 5, -12, 12)) all.push_back(x);
    all.resize(all.size() / batch::size * batch::size);
    for (std::size_t i = 0; i < all.size(); i += batch::size) f(&all[i]);
}

/// Relative to the answer where it is large, absolute where it is small: exp and its like are good to a few ulp.
void check_lanes(batch got, const double* expected, const float* x) {
    float values[batch::size];
    got.store_unaligned(values);
    for (int lane = 0; lane < lanes; ++lane) {
        INFO("at ", x[lane]);
        CHECK(values[lane] == doctest::Approx(expected[lane]).epsilon(2e-6));
    }
}

template <class L>
void check_map_lanes(const L& layer) {
    CAPTURE(name_of<L>());
    each_batch([&](const float* x) {
        double expected[batch::size];
        const batch in = batch::load_unaligned(x);
        batch got;
        if constexpr (operands_of<L>() == 0)
            got = layer(in);
        else if constexpr (operands_of<L>() == 1)
            got = layer(in, batch(0.75f));
        else
            got = layer(in, batch(0.75f), batch(-0.5f));
        for (int lane = 0; lane < lanes; ++lane) {
            const double at = x[lane];
            if constexpr (operands_of<L>() == 0)
                expected[lane] = layer(at);
            else if constexpr (operands_of<L>() == 1)
                expected[lane] = layer(at, 0.75);
            else
                expected[lane] = layer(at, 0.75, -0.5);
        }
        check_lanes(got, expected, x);
    });
}

/// NaN stays NaN, in each lane and alone, and its neighbours what they are.
template <class L>
void check_nan(const L& layer) {
    CAPTURE(name_of<L>());
    const auto of = [&](auto x) {
        using V = decltype(x);
        if constexpr (operands_of<L>() == 0) return V(layer(x));
        else if constexpr (operands_of<L>() == 1) return V(layer(x, V(0.75f)));
        else return V(layer(x, V(0.75f), V(-0.5f)));
    };
    const float nan = std::numeric_limits<float>::quiet_NaN();
    CHECK(std::isnan(of(nan)));
    CHECK(std::isnan(of(static_cast<double>(nan))));
    for (std::size_t lane = 0; lane < batch::size; ++lane) {
        CAPTURE(lane);
        float values[batch::size];
        std::fill(std::begin(values), std::end(values), 1.5f);
        values[lane] = nan;
        of(batch::load_unaligned(values)).store_unaligned(values);
        for (std::size_t i = 0; i < batch::size; ++i) CHECK(std::isnan(values[i]) == (i == lane));
    }
}

template <class L>
void check_join_lanes(const L& layer) {
    CAPTURE(L::name);
    each_batch([&](const float* x) {
        double expected[batch::size];
        for (int lane = 0; lane < lanes; ++lane) expected[lane] = layer(static_cast<double>(x[lane]), -0.5);
        check_lanes(layer(batch::load_unaligned(x), batch(-0.5f)), expected, x);
    });
}

/// The last term and the answer, with statistics that the layer could have found.
template <class L>
void check_normalise_lanes(const L& layer) {
    CAPTURE(L::name);
    constexpr int last = static_cast<int>(L::reductions.size()) - 1;
    const double stats[]{9, 27};
    const batch batch_stats[]{batch(9.0f), batch(27.0f)};
    for (unsigned seed = 0; seed < 8; ++seed) {
        const auto x = numbers(lanes, seed, -3, 8);
        double term[batch::size], answer[batch::size];
        const batch in = batch::load_unaligned(x.data()), cells(18.0f);
        batch got;
        if constexpr (operands_of<L>() == 0)
            got = layer(in, batch_stats, cells);
        else if constexpr (operands_of<L>() == 1)
            got = layer(in, batch_stats, cells, batch(0.75f));
        else
            got = layer(in, batch_stats, cells, batch(0.75f), batch(-0.5f));
        for (std::size_t lane = 0; lane < batch::size; ++lane) {
            const double at = x[lane];
            term[lane] = layer.template term<last>(at, stats, 18.0);
            if constexpr (operands_of<L>() == 0)
                answer[lane] = layer(at, stats, 18.0);
            else if constexpr (operands_of<L>() == 1)
                answer[lane] = layer(at, stats, 18.0, 0.75);
            else
                answer[lane] = layer(at, stats, 18.0, 0.75, -0.5);
        }
        check_lanes(layer.template term<last>(in, batch_stats, cells), term, x.data());
        check_lanes(got, answer, x.data());
    }
}

template <class L>
void check_fold_lanes(const L& layer) {
    CAPTURE(L::name);
    const auto x = numbers(3 * lanes, 3, -2, 2);
    const auto at = [&](int i) { return batch::load_unaligned(x.data() + i * lanes); };
    const batch both = layer.step(layer.step(layer.template first<batch>(), at(0)), at(1));
    const batch all = layer.merge(both, layer.step(layer.template first<batch>(), at(2)));
    double expected[batch::size];
    for (std::size_t lane = 0; lane < batch::size; ++lane) {
        double sum = layer.template first<double>();
        for (std::size_t i = 0; i < 3; ++i) sum = layer.step(sum, static_cast<double>(x[i * batch::size + lane]));
        expected[lane] = layer.done(sum, 3.0, 4.0);
    }
    check_lanes(layer.done(all, batch(3.0f), batch(4.0f)), expected, x.data());
}

}  // namespace

TEST_CASE("maps") {
    check_map_lanes(batchnorm());
    check_map_lanes(bias());
    check_map_lanes(clip(-1, 2));
    check_map_lanes(dropout());
    check_map_lanes(elu(0.5f));
    check_map_lanes(gelu());
    check_map_lanes(gelu_tanh());
    check_map_lanes(hard_sigmoid());
    check_map_lanes(hard_swish());
    check_map_lanes(leaky_relu(0.1f));
    check_map_lanes(fusenet::map([](auto x) { return x + max(x, decltype(x)(1)); }));
    check_map_lanes(fusenet::map([](float x) { return x > 2 ? 2 : x; }));  // one lane at a time
    check_map_lanes(mish());
    check_map_lanes(prelu());
    check_map_lanes(relu());
    check_map_lanes(scale());
    check_map_lanes(selu());
    check_map_lanes(sigmoid());
    check_map_lanes(silu());
    check_map_lanes(softplus());
    check_map_lanes(fusenet::tanh());
}

TEST_CASE("NaN passes through maps") {
    check_nan(batchnorm());
    check_nan(bias());
    check_nan(clip(-1, 2));
    check_nan(dropout());
    check_nan(elu(0.5f));
    check_nan(gelu());
    check_nan(gelu_tanh());
    check_nan(hard_sigmoid());
    check_nan(hard_swish());
    check_nan(leaky_relu(0.1f));
    check_nan(mish());
    check_nan(prelu());
    check_nan(relu());
    check_nan(relu6());
    check_nan(scale());
    check_nan(selu());
    check_nan(sigmoid());
    check_nan(silu());
    check_nan(softplus());
    check_nan(fusenet::tanh());
}

TEST_CASE("joins") {
    check_join_lanes(fusenet::add());
    check_join_lanes(mul());
    check_join_lanes(maximum());
    check_join_lanes(minimum());
}

TEST_CASE("normalisations") {
    check_normalise_lanes(groupnorm(1));
    check_normalise_lanes(l2norm());
    check_normalise_lanes(layernorm());
    for (float beta : {0.5f, 0.75f, 1.0f, 1.5f})
        check_normalise_lanes(local_response_norm(5, {.alpha = 0.5f, .beta = beta}));
    check_normalise_lanes(log_softmax());
    check_normalise_lanes(rmsnorm());
    check_normalise_lanes(softmax());
}

TEST_CASE("folds") {
    check_fold_lanes(avgpool<2>());
    check_fold_lanes(avgpool<2>({.count_include_pad = true}));
    check_fold_lanes(maxpool<2>());
}
