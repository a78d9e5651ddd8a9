#include <fusenet/layers/local_response_norm.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(facts_on(local_response_norm(5), shape::vector(8)).over == axis::channel_window);
static_assert(facts_on(local_response_norm(5), shape::vector(8)).span == 5);
static_assert(!complaint(local_response_norm(4), shape::vector(8)).empty());
static_assert(!complaint(local_response_norm(-1), shape::vector(8)).empty());
static_assert(!complaint(local_response_norm(5, {.k = 0}), shape::vector(8)).empty());
static_assert(!complaint(local_response_norm(5, {.alpha = -1}), shape::vector(8)).empty());

TEST_CASE("local_response_norm divides by (k + alpha / size * sum of squares)^beta, whatever the beta") {
    const std::vector<double> x{1, -2, 3, 0.5};
    const double squares[]{5, 14, 13.25, 9.25};  // of each channel and its neighbours
    for (float beta : {0.25f, 0.5f, 0.75f, 1.0f, 2.0f}) {
        INFO("beta ", beta);
        const auto out = normalised(local_response_norm(3, {.alpha = 0.5f, .beta = beta, .k = 2}), shape::vector(4), x);
        std::vector<double> expected;
        for (std::size_t c = 0; c < 4; ++c)
            expected.push_back(x[c] / std::pow(2 + 0.5 / 3 * squares[c], static_cast<double>(beta)));
        CHECK(max_error(out, expected) < 1e-12);
    }
}
