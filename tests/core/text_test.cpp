#include <fusenet/core/text.hpp>

#include "../support.hpp"

using namespace fusenet;

static_assert(text<20>().put(-1234567890123LL).view() == "-1234567890123");
static_assert(text<20>().put(0).view() == "0");
static_assert(text<3>("four").view() == "fou" && text<3>("four").full());
static_assert(text<8>("a") == text<8>("a") && !(text<8>("a") == text<8>("b")));
static_assert(hash("conv.weight") != hash("conv.bias"));

TEST_CASE("numbers with a point read as a person writes them") {
    struct row {
        double number;
        const char* written;
    };
    const double infinite = std::numeric_limits<double>::infinity();
    for (const row& r : {row{0, "0"}, row{0.1f, "0.1"}, row{-2.5, "-2.5"}, row{0.000123, "0.000123"},
                         row{123456.75, "123456.75"}, row{1e-4f, "1e-4"}, row{2.5e-12, "2.5e-12"}, row{1e30, "1e30"},
                         row{9.9999999e-7, "1e-6"}, row{-infinite, "-inf"}, row{infinite - infinite, "nan"}}) {
        CAPTURE(r.written);
        CHECK(text<20>().put(r.number).view() == r.written);
    }
}
