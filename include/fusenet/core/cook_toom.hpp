// cook_toom: the matrices of fast convolution, from the points at which polynomials are multiplied.
#pragma once

#include <fusenet/core/math.hpp>

namespace fusenet {

/// Winograd's F(Outputs, Taps): as many outputs of a convolution along one axis, by Outputs + Taps - 1 products.
/// y = A^T [(G g) * (B^T d)], for filters g and inputs d. After A. Lavin and S. Gray, "Fast Algorithms for
/// Convolutional Neural Networks" (2016), with the matrices of A. Toom and S. Cook.
template <int Outputs, int Taps>
struct cook_toom {
    static constexpr int outputs = Outputs, taps = Taps, points = Outputs + Taps - 1;

    double a[Outputs][points]{};  // A^T
    double g[points][Taps]{};
    double b[points][points]{};  // B^T

    /// From all finite points; the last one is infinity. Opposite points stand side by side, the positive one first.
    constexpr explicit cook_toom(const double (&at)[points - 1]) {
        for (int j = 0; j < points - 1; ++j) {
            double power = 1;
            for (int i = 0; i < Outputs; ++i, power *= at[j]) a[i][j] = power;
            double apart = 1;  // the product of the distances to the other points
            for (int l = 0; l < points - 1; ++l)
                if (l != j) apart *= at[j] - at[l];
            power = 1;
            for (int t = 0; t < Taps; ++t, power *= at[j]) g[j][t] = power / apart;
            multiply_out(at, j, b[j]);
        }
        a[Outputs - 1][points - 1] = 1;
        g[points - 1][Taps - 1] = 1;
        multiply_out(at, -1, b[points - 1]);
    }

private:
    /// The coefficients of the product of all (x - at[l]) but for l = left_out.
    static constexpr void multiply_out(const double (&at)[points - 1], int left_out, double (&to)[points]) {
        to[0] = 1;
        int degree = 0;
        for (int l = 0; l < points - 1; ++l) {
            if (l == left_out) continue;
            for (int k = ++degree; k >= 0; --k) to[k] = (k > 0 ? to[k - 1] : 0) - at[l] * to[k];
        }
    }
};

}  // namespace fusenet
