// Numbers of 16 bits: each one back and forth, and every border between two of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <fusenet/core/weight_storage.hpp>
#include <initializer_list>
#include <limits>

using namespace fusenet;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr std::uint32_t bits(float x) { return std::bit_cast<std::uint32_t>(x); }

static_assert(bytes_of(weight_storage::float32) == 4 && sizeof(bfloat16) == 2 && sizeof(float16) == 2);
static_assert(narrowed<float16>(1.f).bits == 0x3c00 && narrowed<bfloat16>(1.f).bits == 0x3f80);
static_assert(narrowed<float16>(-0.f).bits == 0x8000 && narrowed<bfloat16>(-0.f).bits == 0x8000);
static_assert(narrowed<float16>(-inf).bits == 0xfc00 && narrowed<bfloat16>(-inf).bits == 0xff80);
static_assert(narrowed<float16>(65519.f).bits == 0x7bff && narrowed<float16>(0x1p-25f).bits == 0);
static_assert(rounded(1.005f, weight_storage::bfloat16) == 1.0078125f &&
              rounded(1.005f, weight_storage::float32) == 1.005f);

template <class Weight>
constexpr std::uint32_t infinite = std::is_same_v<Weight, float16> ? 0x7c00 : 0x7f80;

template <class Weight>
Weight of_bits(std::uint32_t all) {
    return Weight{static_cast<std::uint16_t>(all)};
}

}  // namespace

TEST_CASE_TEMPLATE("every number of 16 bits comes back from a float", Weight, bfloat16, float16) {
    for (std::uint32_t all = 0; all < 0x10000; ++all) {
        const float wide = widened(of_bits<Weight>(all));
        const Weight back = narrowed<Weight>(wide);
        const bool number = (all & 0x7fff) <= infinite<Weight>;
        if (number && back.bits != all) FAIL_CHECK(all, " became ", back.bits);
        if (!number && !(std::isnan(wide) && std::isnan(widened(back)))) FAIL_CHECK(all, " is no NaN any more");
        if (number && too_large<Weight>(wide)) FAIL_CHECK(all, " is too large for itself");
    }
}

TEST_CASE_TEMPLATE("between two numbers the nearer one is taken, in the middle the even one", Weight, bfloat16,
                   float16) {
    for (std::uint32_t all = 0; all + 1 < infinite<Weight>; ++all) {
        const double low = widened(of_bits<Weight>(all)), high = widened(of_bits<Weight>(all + 1));
        const auto middle = static_cast<float>((low + high) / 2);
        if (middle != (low + high) / 2) continue;  // a float has no more digits there
        const std::uint32_t even = all + (all & 1);
        for (const float sign : {1.f, -1.f}) {
            const std::uint32_t minus = sign < 0 ? 0x8000 : 0;
            const float below = std::nextafter(middle, 0.f), above = std::nextafter(middle, inf);
            if (narrowed<Weight>(sign * middle).bits != (minus | even)) FAIL_CHECK(middle, " is not even");
            if (below > low && narrowed<Weight>(sign * below).bits != (minus | all)) FAIL_CHECK(below, " went up");
            if (above < high && narrowed<Weight>(sign * above).bits != (minus | (all + 1)))
                FAIL_CHECK(above, " went down");
        }
    }
}

TEST_CASE_TEMPLATE("a number is too large from where it would become infinite", Weight, bfloat16, float16) {
    const float largest = widened(of_bits<Weight>(infinite<Weight> - 1));
    const auto step = largest - widened(of_bits<Weight>(infinite<Weight> - 2));
    const float limit = largest + step / 2;
    for (const float sign : {1.f, -1.f}) {
        CHECK(too_large<Weight>(sign * limit));
        CHECK(std::isinf(widened(narrowed<Weight>(sign * limit))));
        CHECK_FALSE(too_large<Weight>(sign * std::nextafter(limit, 0.f)));
        CHECK(widened(narrowed<Weight>(sign * std::nextafter(limit, 0.f))) == sign * largest);
        CHECK_FALSE(too_large<Weight>(sign * inf));
    }
    CHECK(too_large<Weight>(std::numeric_limits<float>::max()));
    CHECK_FALSE(too_large<Weight>(std::numeric_limits<float>::quiet_NaN()));
    CHECK_FALSE(too_large<float>(std::numeric_limits<float>::max()));
}

TEST_CASE_TEMPLATE("NaN stays NaN, whatever its digits", Weight, bfloat16, float16) {
    for (const std::uint32_t pattern : {0x7f800001u, 0x7fc00000u, 0xff800001u, 0xffffffffu, 0x7fffffffu}) {
        const Weight stored = narrowed<Weight>(std::bit_cast<float>(pattern));
        CHECK(std::isnan(widened(stored)));
        CHECK((stored.bits & 0x8000u) == (pattern >> 16 & 0x8000u));
    }
}

TEST_CASE("a float is off by at most what is said of it") {
    double brain = 0, half = 0, tiny = 0;
    for (std::uint32_t pattern = bits(0x1p-40f); pattern < bits(65504.f); pattern += 977) {
        const float x = std::bit_cast<float>(pattern);
        const double off = std::abs(static_cast<double>(rounded(x, weight_storage::float16)) - x);
        brain = std::max(brain, std::abs(static_cast<double>(rounded(x, weight_storage::bfloat16)) - x) / x);
        if (x < 0x1p-14f)
            tiny = std::max(tiny, off);
        else
            half = std::max(half, off / x);
    }
    CHECK(brain < 1 / 256.0);
    CHECK(brain > 0.99 / 256);  // no less is said than is true
    CHECK(half < 1 / 2048.0);
    CHECK(half > 0.99 / 2048);
    CHECK(tiny <= 0x1p-25);
}
