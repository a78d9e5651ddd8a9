// Deterministic numbers, their comparison, and the library's values in doctest's messages.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fusenet/core/text.hpp>
#include <limits>
#include <ostream>
#include <random>
#include <span>
#include <vector>

namespace fusenet {

template <int N>
std::ostream& operator<<(std::ostream& to, const text<N>& t) {
    return to << t.view();
}

/// Whatever can be put into a text can be shown by INFO and CHECK.
template <class T>
    requires requires(text<200>& to, const T& value) { put(to, value); }
std::ostream& operator<<(std::ostream& to, const T& value) {
    text<200> shown;
    put(shown, value);
    return to << shown.view();
}

}  // namespace fusenet

namespace fusenet::test {

/// The same `count` numbers in [low, high) for the same seed, whatever the machine and the standard library.
inline std::vector<float> numbers(long long count, unsigned seed, float low = -1, float high = 1) {
    std::mt19937 engine(seed);
    std::vector<float> drawn(static_cast<std::size_t>(count));
    for (float& x : drawn) x = low + (high - low) * static_cast<float>(engine() >> 8) * 0x1p-24f;
    return drawn;
}

/// The largest absolute difference; not-a-number on either side counts as infinite.
template <class A, class B>
double max_error(const A& a, const B& b) {
    REQUIRE(std::size(a) == std::size(b));
    double worst = 0;
    for (std::size_t i = 0; i < std::size(a); ++i) {
        const double difference = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
        if (!(difference <= std::numeric_limits<double>::max())) return std::numeric_limits<double>::infinity();
        worst = std::max(worst, difference);
    }
    return worst;
}

/// A model's parameters, random by a seed.
template <class Model>
auto randomised(unsigned seed) {
    auto given = Model::parameters();
    given.randomise(seed);
    return given;
}

}  // namespace fusenet::test
