#include <fusenet/report/words.hpp>

#include "../support.hpp"

using namespace fusenet;
using namespace fusenet::report;

TEST_CASE("words puts texts, numbers and shapes in a row") {
    CHECK(words("t", 3, ' ', shape::image(4, 5, 6), std::string(" x "), -7LL) == "t3 [4x5x6] x -7");
    CHECK(words().empty());
    std::string line = "a";
    add(line, 'b', 12);
    CHECK(line == "ab12");
}

TEST_CASE("amounts are rounded to three digits") {
    struct row {
        double x;
        const char* shown;
    };
    for (const row& r :
         {row{0, "0"}, row{1, "1"}, row{3.14159, "3.14"}, row{3.10, "3.1"}, row{9.994, "9.99"}, row{9.996, "10"},
          row{31.41, "31.4"}, row{31.04, "31"}, row{99.96, "100"}, row{314.4, "314"}, row{3141.6, "3142"}}) {
        INFO(r.x);
        CHECK(three_digits(r.x) == r.shown);
    }
    CHECK(bytes(0) == "0 B");
    CHECK(bytes(1023) == "1023 B");
    CHECK(bytes(1024) == "1 KiB");
    CHECK(bytes(12800) == "12.5 KiB");
    CHECK(bytes(1024 * 1023 + 1000) == "1 MiB");
    CHECK(bytes(3LL << 30) == "3 GiB");
    CHECK(amount(999) == "999");
    CHECK(amount(1000) == "1 k");
    CHECK(amount(999499) == "999 k");
    CHECK(amount(999600) == "1 M");
    CHECK(amount(7'200'000'000) == "7.2 G");
    CHECK(several(1, "row") == "1 row");
    CHECK(several(0, "row") == "0 rows");
}
