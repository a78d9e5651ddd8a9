// exp, sigmoid and tanh as polynomials and their quotients, for one number or a SIMD batch: no library is called, and
// one number comes out the same on every machine.
#pragma once

#include <bit>
#include <cstdint>
#include <fusenet/core/features.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// How exact exp, sigmoid and tanh of a float are. Of doubles, in which the reference computes, the standard library's.
enum class activation_accuracy : unsigned char {
    accurate,  // within 2 units in the last place
    close,     // within 3e-7 of 1; exp as above
    fast,      // within 1e-4: of the value for exp, of 1 for the others
};

/// What a polynomial needs of a number beside + - * and /. A backend specialises it for its vectors.
template <class V>
struct vector_ops {
    /// a * b + c; of one number rounded twice, so that its bits do not depend on the machine.
    FUSENET_HD static constexpr V multiply_add(V a, V b, V c) { return a * b + c; }
    /// a / b, within 2 units in the last place.
    FUSENET_HD static constexpr V quotient(V a, V b) { return a / b; }
    /// The nearest whole number, for |x| < 2^30.
    FUSENET_HD static constexpr V rounded(V x) {
        return static_cast<V>(static_cast<std::int32_t>(x + (x < 0 ? V(-0.5f) : V(0.5f))));
    }
    /// x * 2^n, for a whole n from -126 to 127.
    FUSENET_HD static constexpr V scaled(V x, V n) {
        return x * std::bit_cast<float>((static_cast<std::int32_t>(n) + 127) << 23);
    }
};

namespace detail {

/// x = n * ln 2 + r, |r| <= ln 2 / 2, for x from -87 on. If x is not a number n still is, and r is not.
template <class V>
struct reduced_exponent {
    V n, r;

    FUSENET_HD constexpr explicit reduced_exponent(V x)
        : n(vector_ops<V>::rounded(max(x, V(-87)) * constant<V>(1.44269504088896340736))),
          r(vector_ops<V>::multiply_add(n, constant<V>(2.12194440054690583e-4),
                                        vector_ops<V>::multiply_add(n, constant<V>(-0.693359375), x))) {}
};

/// exp(r) - 1 for |r| <= ln 2 / 2, within 2.4e-10 of its value before rounding. The coefficients are minimax ones, by
/// Lawson's iteration, for (exp(r) - 1 - r) / r^2.
template <class V>
FUSENET_HD constexpr V exp_less_one(V r) {
    using ops = vector_ops<V>;
    V p = ops::multiply_add(constant<V>(1.9913706637453288e-4), r, constant<V>(1.3941116631031036e-3));
    p = ops::multiply_add(p, r, constant<V>(8.33327416330576e-3));
    p = ops::multiply_add(p, r, constant<V>(0.04166635498404503));
    p = ops::multiply_add(p, r, constant<V>(0.1666666716337204));
    p = ops::multiply_add(p, r, constant<V>(0.5));
    return ops::multiply_add(r * r, p, r);
}

/// exp(r) for |r| <= ln 2 / 2, within 7.6e-5 of its value; minimax as above.
template <class V>
FUSENET_HD constexpr V quick_exp(V r) {
    using ops = vector_ops<V>;
    V p = ops::multiply_add(constant<V>(0.16566629707813263), r, constant<V>(0.5049731135368347));
    p = ops::multiply_add(p, r, constant<V>(1.0001648664474487));
    return ops::multiply_add(p, r, constant<V>(0.999927818775177));
}

/// x within [low, high]; what is no number stays so.
template <class V>
FUSENET_HD constexpr V within(double low, double high, V x) {
    return min(constant<V>(high), max(constant<V>(low), x));
}

/// e^x, or 1 + e^x where `And1`, the smaller part added first; x as in exp_of.
template <activation_accuracy A, bool And1, class V>
FUSENET_HD constexpr V exp_and(V x) {
    using ops = vector_ops<V>;
    const reduced_exponent<V> e(within(-87, 88, x));
    if constexpr (A == activation_accuracy::fast) {
        const V power = ops::scaled(quick_exp(e.r), e.n);
        return And1 ? V(1) + power : power;
    } else {
        const V power = ops::scaled(V(1), e.n), above = exp_less_one(e.r);
        if constexpr (And1)
            return ops::multiply_add(power, above, min(power, V(1))) + max(power, V(1));
        else
            return ops::multiply_add(power, above, power);
    }
}

/// A quotient that is still to be divided: several can share one division.
template <class V>
struct ratio {
    V over, under;
    FUSENET_HD constexpr V value() const { return vector_ops<V>::quotient(over, under); }
};

/// in * tanh(in * x), where `in` is 1 or, for sigmoids, a half, for |in * x| <= 9, of x and of z = x^2, both of them
/// within that: x times a quotient of polynomials in z, whose terms are added in pairs, so that few wait for others;
/// within 2.1e-8 of tanh's value before rounding. Minimax as above.
template <bool Half, class V>
FUSENET_HD constexpr ratio<V> close_tanh(V x, V z) {
    using ops = vector_ops<V>;
    constexpr double in = Half ? 0.5 : 1, i2 = in * in, i4 = i2 * i2, first = in * in;
    const V zz = z * z;
    const V p0 =
        ops::multiply_add(constant<V>(0.1338102570680014 * i2 * first), z, constant<V>(0.9999999794497433 * first));
    const V p2 = ops::multiply_add(constant<V>(2.060908394196707e-5 * i2 * i4 * first), z,
                                   constant<V>(3.495588218001635e-3 * i4 * first));
    const V q0 = ops::multiply_add(constant<V>(0.46714341298374285 * i2), z, constant<V>(1.0));
    const V q2 =
        ops::multiply_add(constant<V>(3.2856349752592614e-4 * i2 * i4), z, constant<V>(0.025876982520936218 * i4));
    const V p =
        ops::multiply_add(ops::multiply_add(constant<V>(1.3354663650206476e-8 * i4 * i4 * first), zz, p2), zz, p0);
    return {x * p, ops::multiply_add(ops::multiply_add(constant<V>(7.776559219395948e-7 * i4 * i4), zz, q2), zz, q0)};
}

/// The same for |in * x| <= 5.2, within 6e-5.
template <bool Half, class V>
FUSENET_HD constexpr ratio<V> quick_tanh(V x, V z) {
    using ops = vector_ops<V>;
    constexpr double in = Half ? 0.5 : 1, i2 = in * in, i4 = i2 * i2, first = in * in;
    const V zz = z * z;
    const V p = ops::multiply_add(
        constant<V>(6.356034492994727e-4 * i4 * first), zz,
        ops::multiply_add(constant<V>(0.10104479310998779 * i2 * first), z, constant<V>(0.9997657203234184 * first)));
    return {x * p, ops::multiply_add(constant<V>(0.012439907877547219 * i4), zz,
                                     ops::multiply_add(constant<V>(0.4337150041877107 * i2), z, constant<V>(1.0)))};
}

/// in * tanh(in * x), as above. The square finds its bound itself: it need not wait until x has found its own.
template <activation_accuracy A, bool Half, class V>
FUSENET_HD constexpr ratio<V> scaled_tanh(V x) {
    constexpr bool fast = A == activation_accuracy::fast;
    constexpr double most = (fast ? 5.2 : 9) / (Half ? 0.5 : 1);
    const V bounded = within(-most, most, x), z = min(constant<V>(most * most), x * x);
    if constexpr (fast)
        return quick_tanh<Half>(bounded, z);
    else
        return close_tanh<Half>(bounded, z);
}

/// tanh(x) for |x| <= 0.625: x + x^3 * p(x^2), after Moshier's Cephes library.
template <class V>
FUSENET_HD constexpr V small_tanh(V x) {
    using ops = vector_ops<V>;
    const V z = x * x;
    V p = ops::multiply_add(constant<V>(-5.70498872745e-3), z, constant<V>(2.06390887954e-2));
    p = ops::multiply_add(p, z, constant<V>(-5.37397155531e-2));
    p = ops::multiply_add(p, z, constant<V>(1.33314422036e-1));
    p = ops::multiply_add(p, z, constant<V>(-3.33332819422e-1));
    return ops::multiply_add(p * z, x, x);
}

}  // namespace detail

/// e^x, of a float for x from -87 to 88, beyond which it stays what it is there.
template <activation_accuracy A = activation_accuracy::accurate, class V>
FUSENET_HD constexpr V exp_of(V x) {
    if constexpr (__is_same(V, double))
        return std::exp(x);
    else
        return detail::exp_and<A, false>(x);
}

/// The hyperbolic tangent; the accurate one as 1 - 2 / (1 + e^2|x|) with the sign of x, where no digits cancel.
template <activation_accuracy A = activation_accuracy::accurate, class V>
FUSENET_HD constexpr V tanh_of(V x) {
    if constexpr (__is_same(V, double)) {
        return std::tanh(x);
    } else if constexpr (A != activation_accuracy::accurate) {
        return detail::scaled_tanh<A, false>(x).value();
    } else {
        const V size = abs(x), large = V(1) - V(2) / detail::exp_and<A, true>(size + size);
        return select(size < constant<V>(0.625), detail::small_tanh(x), select(x < V(0), -large, large));
    }
}

#if FUSENET_FREESTANDING
/// What layers call by these names: short code, and the same bits on every machine.
inline float exp(float x) { return exp_of(x); }
inline float tanh(float x) { return tanh_of(x); }
#endif

/// 1 / (1 + e^-x); the accurate one of a float for x from -87 on, below which it stays what it is there.
template <activation_accuracy A = activation_accuracy::accurate, class V>
FUSENET_HD constexpr V sigmoid_of(V x) {
    if constexpr (__is_same(V, double))
        return 1 / (1 + std::exp(-x));
    else if constexpr (A == activation_accuracy::accurate)
        return V(1) / detail::exp_and<A, true>(-x);
    else
        return constant<V>(0.5) + detail::scaled_tanh<A, true>(x).value();
}

/// scale * tanh(x), and scale * sigmoid(x), which of the less accurate are there at once: the division comes last.
template <activation_accuracy A, class V>
FUSENET_HD constexpr V scaled_tanh_of(V x, V scale) {
    if constexpr (__is_same(V, double) || A == activation_accuracy::accurate) {
        return scale * tanh_of<A>(x);
    } else {
        const detail::ratio<V> t = detail::scaled_tanh<A, false>(x);
        return detail::ratio<V>{scale * t.over, t.under}.value();
    }
}
template <activation_accuracy A, class V>
FUSENET_HD constexpr V scaled_sigmoid_of(V x, V scale) {
    if constexpr (__is_same(V, double) || A == activation_accuracy::accurate) {
        return scale * sigmoid_of<A>(x);
    } else {
        const detail::ratio<V> t = detail::scaled_tanh<A, true>(x);
        return constant<V>(0.5) * scale + detail::ratio<V>{scale * t.over, t.under}.value();
    }
}
/// sigmoid(x) * tanh(y); of the less accurate by one division.
template <activation_accuracy A, class V>
FUSENET_HD constexpr V sigmoid_times_tanh(V x, V y) {
    if constexpr (__is_same(V, double) || A == activation_accuracy::accurate) {
        return sigmoid_of<A>(x) * tanh_of<A>(y);
    } else {
        const detail::ratio<V> s = detail::scaled_tanh<A, true>(x), t = detail::scaled_tanh<A, false>(y);
        return detail::ratio<V>{vector_ops<V>::multiply_add(constant<V>(0.5), s.under, s.over) * t.over,
                                s.under * t.under}
            .value();
    }
}

/// Calls f.operator()<a>() for a choice that is a constant where the compiler sees it.
template <class Function>
[[gnu::always_inline]] FUSENET_HD constexpr auto by_accuracy(activation_accuracy a, Function f) {
    if (a == activation_accuracy::fast) return f.template operator()<activation_accuracy::fast>();
    if (a == activation_accuracy::close) return f.template operator()<activation_accuracy::close>();
    return f.template operator()<activation_accuracy::accurate>();
}
template <class V>
FUSENET_HD constexpr V sigmoid_by(activation_accuracy a, V x) {
    return by_accuracy(
        a, [&]<activation_accuracy A>() __attribute__((always_inline)) { return sigmoid_of<A>(x); });
}
template <class V>
FUSENET_HD constexpr V tanh_by(activation_accuracy a, V x) {
    return by_accuracy(
        a, [&]<activation_accuracy A>() __attribute__((always_inline)) { return tanh_of<A>(x); });
}

}  // namespace fusenet
