// exp, sigmoid and tanh in vectors and alone: within the errors that are promised, over all of their range.
#include <bit>
#include <cmath>
#include <cstdint>
#include <fusenet/backends/cpu/vec.hpp>
#include <limits>

#include "../../support.hpp"

using namespace fusenet;

namespace {

constexpr activation_accuracy fast = activation_accuracy::fast;

struct errors {
    double units = 0, share = 0, absolute = 0;  // in the last place; of the value; of one
};

/// The distance of two neighbours at `y`.
double unit_at(double y) { return std::ldexp(1.0, std::max(std::ilogb(y), -126) - 23); }

/// Over some million floats between `low` and `high`, of both signs; vectors and single numbers must both be within.
template <class F, class G>
errors errors_of(F f, G meant, float low, float high) {
    errors worst;
    float in[cpu::lanes], out[cpu::lanes];
    int filled = 0;
    const auto note = [&](float x, float y) {
        const double expected = meant(static_cast<double>(x)), off = std::abs(static_cast<double>(y) - expected);
        worst.units = std::max(worst.units, off / unit_at(expected));
        worst.share = std::max(worst.share, expected != 0 ? off / std::abs(expected) : 0);
        worst.absolute = std::max(worst.absolute, off);
    };
    for (std::uint32_t bits = 0; bits < 0xff800000u; bits += 4999) {
        const float x = std::bit_cast<float>(bits);
        if (!(x >= low && x <= high)) continue;
        note(x, f(x));
        in[filled++] = x;
        if (filled < cpu::lanes) continue;
        cpu::store(out, f(cpu::load(in)));
        for (filled = 0; filled < cpu::lanes; ++filled) note(in[filled], out[filled]);
        filled = 0;
    }
    return worst;
}

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("the accurate choice is within 2 units in the last place") {
    CHECK(errors_of([](auto x) { return exp_of(x); }, [](double x) { return std::exp(x); }, -87, 88).units <= 2);
    CHECK(errors_of([](auto x) { return sigmoid_of(x); }, logistic, -87, 1e30f).units <= 2);
    CHECK(errors_of([](auto x) { return tanh_of(x); }, [](double x) { return std::tanh(x); }, -1e30f, 1e30f).units <= 2);
}

TEST_CASE("the close choice is within 3e-7 of one") {
    CHECK(errors_of([](auto x) { return exp_of<activation_accuracy::close>(x); }, [](double x) { return std::exp(x); }, -87, 88).units <= 2);
    CHECK(errors_of([](auto x) { return sigmoid_of<activation_accuracy::close>(x); }, logistic, -1e30f, 1e30f).absolute <= 3e-7);
    CHECK(errors_of([](auto x) { return tanh_of<activation_accuracy::close>(x); }, [](double x) { return std::tanh(x); }, -1e30f, 1e30f).absolute <= 3e-7);
}

TEST_CASE("the fast choice is within 1e-4") {
    CHECK(errors_of([](auto x) { return exp_of<fast>(x); }, [](double x) { return std::exp(x); }, -87, 88).share <= 1e-4);
    CHECK(errors_of([](auto x) { return sigmoid_of<fast>(x); }, logistic, -1e30f, 1e30f).absolute <= 1e-4);
    CHECK(errors_of([](auto x) { return tanh_of<fast>(x); }, [](double x) { return std::tanh(x); }, -1e30f, 1e30f).absolute <= 1e-4);
}

TEST_CASE("what is no number stays none, and infinities have their limits") {
    const float infinity = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    const auto each = [](float x, auto f) {
        float out[cpu::lanes];
        cpu::store(out, f(cpu::vec(x)));
        CHECK((std::isnan(out[0]) ? std::isnan(f(x)) : out[0] == f(x)));
        return out[cpu::lanes - 1];
    };
    CHECK(std::isnan(each(nan, [](auto x) { return exp_of(x); })));
    CHECK(std::isnan(each(nan, [](auto x) { return sigmoid_of(x); })));
    CHECK(std::isnan(each(nan, [](auto x) { return tanh_of(x); })));
    CHECK(each(infinity, [](auto x) { return tanh_of(x); }) == 1);
    CHECK(each(-infinity, [](auto x) { return tanh_of(x); }) == -1);
    CHECK(each(infinity, [](auto x) { return sigmoid_of(x); }) == 1);
    CHECK(each(-infinity, [](auto x) { return sigmoid_of(x); }) < 1e-37f);
    CHECK(each(-infinity, [](auto x) { return exp_of(x); }) < 1e-37f);
}
