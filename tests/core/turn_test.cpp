// Sine and cosine of parts of a turn, against the standard library's.
#include <cmath>
#include <fusenet/core/turn.hpp>
#include <numbers>

#include "../support.hpp"

using namespace fusenet;

static_assert(cosine_of_turn(0, 7) == 1 && cosine_of_turn(7, 7) == 1 && cosine_of_turn(-7, 7) == 1);
static_assert(cosine_of_turn(1, 4) == 0 && cosine_of_turn(2, 4) == -1 && cosine_of_turn(3, 4) == 0);
static_assert(sine_of_turn(0, 5) == 0 && sine_of_turn(1, 4) == 1 && sine_of_turn(2, 4) == 0 &&
              sine_of_turn(3, 4) == -1);
static_assert(cosine_of_turn(5, 8) == -cosine_of_turn(1, 8));
static_assert(cosine_of_turn(1, 256) == cosine_of_turn(255, 256) && sine_of_turn(1, 256) == -sine_of_turn(255, 256));

TEST_CASE("parts of a turn: the standard library's to a few roundings") {
    double worst = 0;
    for (const int n : {1, 2, 3, 5, 7, 8, 12, 100, 255, 256, 400, 512, 1000, 1023, 44100})
        for (int k = -n; k <= 2 * n; ++k) {
            // long double, and the turn reduced first: the angle itself would be off by more than the sine
            const long double angle = 2 * std::numbers::pi_v<long double> * ((k % n + n) % n) / n;
            worst = std::max(worst, std::abs(cosine_of_turn(k, n) - static_cast<double>(std::cos(angle))));
            worst = std::max(worst, std::abs(sine_of_turn(k, n) - static_cast<double>(std::sin(angle))));
        }
    CHECK(worst < 3e-16);  // a rounding or two of numbers up to 1
    CHECK(std::abs(cosine_of_turn(1LL << 40, (1LL << 41) + 1) - std::cos(std::numbers::pi * (1 - 1.0 / (1LL << 41)))) <
          1e-15);
}
