// turn: sine and cosine of a part of a turn, at compile time and without a library.
#pragma once

namespace fusenet {

namespace detail {

/// Taylor's series for 0 <= x <= pi / 4, where the first term left out is below 2^-63.
constexpr double sine_near_zero(double x) {
    double sum = 0;
    for (int n = 17; n >= 3; n -= 2) sum = (sum + 1) * (-x * x / (n * (n - 1)));
    return x + x * sum;
}
constexpr double cosine_near_zero(double x) {
    double sum = 0;
    for (int n = 18; n >= 2; n -= 2) sum = (sum + 1) * (-x * x / (n * (n - 1)));
    return 1 + sum;
}

}  // namespace detail

/// cos(2 pi k / n), n above 0: the part of the turn is reduced to an eighth in whole numbers, so that quarters are exact.
constexpr double cosine_of_turn(long long k, long long n) {
    constexpr double eighth = 0.785398163397448309615660845819875721;
    k = (k % n + n) % n;
    const long long octant = 8 * k / n, past = 8 * k - octant * n;
    const bool from_end = octant % 2 != 0;  // of the octant
    const double x = eighth * static_cast<double>(from_end ? n - past : past) / static_cast<double>(n);
    const bool sine = octant == 1 || octant == 2 || octant == 5 || octant == 6;
    const double size = sine ? detail::sine_near_zero(x) : detail::cosine_near_zero(x);
    return octant >= 2 && octant < 6 ? -size : size;
}
constexpr double sine_of_turn(long long k, long long n) { return cosine_of_turn(4 * k - n, 4 * n); }

}  // namespace fusenet
