#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <fusenet/weights/stored_type.hpp>
#include <limits>
#include <vector>

#include "bytes.hpp"

using namespace fusenet;
using namespace fusenet::weight_files;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity();
constexpr std::uint32_t bits(float x) { return std::bit_cast<std::uint32_t>(x); }

struct row {
    std::uint16_t half;
    float expected;
};

// Ends of every range of the formats, from IEEE 754 (binary16) and from float32's upper half.
constexpr row float16_rows[]{{0x0000, 0.0f}, {0x8000, -0.0f}, {0x3c00, 1}, {0xc000, -2}, {0x3555, 0x1.554p-2f},
                             {0x7bff, 65504}, {0xfbff, -65504}, {0x0400, 0x1p-14f}, {0x0001, 0x1p-24f},
                             {0x8001, -0x1p-24f}, {0x03ff, 0x1.ff8p-15f}, {0x7c00, inf}, {0xfc00, -inf}};
constexpr row bfloat16_rows[]{{0x0000, 0.0f}, {0x8000, -0.0f}, {0x3f80, 1}, {0xc000, -2}, {0x3eab, 0x1.56p-2f},
                              {0x7f7f, 0x1.fep127f}, {0x0080, 0x1p-126f}, {0x0001, 0x1p-133f},
                              {0x807f, -0x1.fcp-127f}, {0x7f80, inf}, {0xff80, -inf}};

constexpr bool all_exact() {
    for (const row& r : float16_rows)
        if (bits(from_float16(r.half)) != bits(r.expected)) return false;
    for (const row& r : bfloat16_rows)
        if (bits(from_bfloat16(r.half)) != bits(r.expected)) return false;
    return true;
}
static_assert(all_exact());

}  // namespace

TEST_CASE("every float16 is the float32 that its fields say") {
    for (std::uint32_t half = 0; half < 0x10000; ++half) {
        const int exponent = static_cast<int>(half >> 10 & 31), fraction = static_cast<int>(half & 1023);
        const float value = from_float16(static_cast<std::uint16_t>(half));
        if (exponent == 31 && fraction) {
            if (!std::isnan(value)) FAIL_CHECK(half, " is not a NaN");
            continue;
        }
        const float size = exponent == 31 ? inf
                         : exponent       ? std::ldexp(static_cast<float>(1024 + fraction), exponent - 25)
                                          : std::ldexp(static_cast<float>(fraction), -24);
        if (bits(value) != bits(half & 0x8000 ? -size : size)) FAIL_CHECK(half, " became ", value);
    }
}

TEST_CASE("NaNs stay NaNs") {
    CHECK(bits(from_float16(0x7e01)) == 0x7fc02000u);
    CHECK(bits(from_float16(0xfc01)) == 0xff802000u);
    CHECK(bits(from_bfloat16(0x7fc1)) == 0x7fc10000u);
}

TEST_CASE("numbers are read little-endian") {
    const auto eight = test::little(0x0123456789abcdefu, 8);
    CHECK(load_little<std::uint64_t>(eight.data()) == 0x0123456789abcdefu);
    CHECK(load_little<std::uint32_t>(eight.data()) == 0x89abcdefu);
    CHECK(load_little<std::uint16_t>(eight.data()) == 0xcdefu);
    CHECK(eight[0] == std::byte{0xef});

    test::bytes stored(8);
    store_little<std::uint64_t>(0x0123456789abcdefu, stored.data());
    CHECK(stored == eight);
}

TEST_CASE("widen reads all floating formats") {
    struct format { stored_type type; test::bytes bytes; };
    for (const format& f : {format{stored_type::float32, test::packed(std::vector<float>{1, -2, 0.5f})},
                            format{stored_type::float64, test::packed(std::vector<double>{1, -2, 0.5})},
                            format{stored_type::float16, test::little(0x3800c0003c00u, 6)},
                            format{stored_type::bfloat16, test::little(0x3f00c0003f80u, 6)}}) {
        INFO(facts_of(f.type).name);
        std::vector<float> out(3);
        CHECK(widen(f.type, f.bytes.data(), out) == 3);
        CHECK(out == std::vector<float>{1, -2, 0.5f});
        CHECK(f.bytes.size() == 3 * static_cast<std::size_t>(facts_of(f.type).bytes));
    }
    std::vector<float> out(1);
    CHECK(widen(stored_type::int32, test::little(1, 4).data(), out) == 0);
}

TEST_CASE("widen rounds float64, keeps infinities, and says which number is too large") {
    constexpr double max = std::numeric_limits<float>::max();
    const std::vector<double> fits{max, -max, double(inf), -double(inf), 0x1p-149, 1 + 0x1p-25, 1e-300};
    std::vector<float> out(fits.size());
    CHECK(widen(stored_type::float64, test::packed(fits).data(), out) == out.size());
    CHECK(out == std::vector<float>{float(max), -float(max), inf, -inf, 0x1p-149f, 1, 0});

    const std::vector<double> large{1, 2, -1e39, 4};
    out.resize(large.size());
    CHECK(widen(stored_type::float64, test::packed(large).data(), out) == 2);

    const std::vector<double> nan{std::numeric_limits<double>::quiet_NaN()};
    out.resize(1);
    CHECK(widen(stored_type::float64, test::packed(nan).data(), out) == 1);
    CHECK(std::isnan(out[0]));
}
