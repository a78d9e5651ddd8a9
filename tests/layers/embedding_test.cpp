#include <cmath>
#include <fusenet/layers/embedding.hpp>
#include <limits>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(embedding(100, 8), shape::signal(7, 1)) == shape::signal(7, 8));
static_assert(made(embedding(100, 8), shape::vector(1)) == shape::vector(8));
static_assert(made(embedding(100, 8), shape::image(3, 4, 1)) == shape::image(3, 4, 8));
static_assert(parameter_extent(embedding(100, 8), shape::signal(7, 1), 0) == dims(100, 8));
static_assert(parameter_count(embedding(100, 8), shape::signal(7, 1)) == 1);

// Seven cells ask for at most seven rows, and of a table with fewer for each row once.
static_assert(facts_on(embedding(100, 8), shape::signal(7, 1)).unread == 93 * 8);
static_assert(facts_on(embedding(5, 8), shape::signal(7, 1)).unread == 0);
static_assert(facts_on(embedding(100, 8), shape::signal(7, 1)).flops == 0);

TEST_CASE("embedding: whole numbers of the vocabulary are rows, and nothing else is") {
    constexpr embedding_layer words = embedding(10, 4);
    constexpr float infinite = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    for (int k = 0; k < 10; ++k) CHECK(words.row(static_cast<float>(k)) == k);
    CHECK(words.row(-0.f) == 0);
    for (const float x : {-1.f, 10.f, 0.5f, 8.999999f, -1e-30f, 1e-30f, 1e9f, 3e38f, -3e38f, infinite, -infinite, nan})
        CHECK(words.row(x) == -1);
    constexpr embedding_layer many = embedding(1 << 24, 1);
    CHECK(many.row(16777215.f) == 16777215);
    CHECK(many.row(16777216.f) == -1);
}

TEST_CASE("embedding complains of what it cannot look up") {
    const shape words = shape::signal(7, 1);
    CHECK(complaint(embedding(0, 8), words).view() ==
          "embedding(vocabulary, channels): the vocabulary must be positive, got 0");
    CHECK(complaint(embedding(8, 0), words).view() ==
          "embedding(vocabulary, channels): the channels must be positive, got 0");
    CHECK(complaint(embedding((1 << 24) + 1, 8), words).view() ==
          "embedding: a float counts up to 16777216 words, got 16777217");
    CHECK(complaint(embedding(9, 8), shape::signal(7, 2)).view() ==
          "embedding 9 -> 8 needs cells of one channel, a row's number, got [7x2]");
    CHECK(complaint(embedding(9, 8), shape::vector(7)).view() ==
          "embedding 9 -> 8 needs numbers in cells of one channel, got the vector [7]; put reshape(7, 1) before it");
}
