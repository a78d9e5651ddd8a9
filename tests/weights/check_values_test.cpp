#include <doctest/doctest.h>

#include <array>
#include <fusenet/weights/check_values.hpp>
#include <limits>
#include <vector>

using namespace fusenet;

namespace {

constexpr std::array table{parameter{"mean", {3}, 0},
                           parameter{.name = "variance", .extent = {3}, .offset = 3, .fallback = 1, .not_negative = true}};

}  // namespace

TEST_CASE("only what must not be negative is looked at") {
    const auto check = [](const parameter_set& set) {
        values_in_memory values(set, "w");
        return check_values(values);
    };
    parameter_set set(table);
    set.set("mean", std::vector<float>{-1, std::numeric_limits<float>::quiet_NaN(), 0});
    set.set("variance", std::vector<float>{0, 1e-30f, std::numeric_limits<float>::infinity()});
    CHECK(check(set));
    CHECK(check(parameter_set()));
    set.set("variance", std::vector<float>{0, 1, -0.25f});
    CHECK(check(set).message() == "w: tensor \"variance\": value 2: expected at least 0, found -0.25");
    set.set("variance", std::vector<float>{std::numeric_limits<float>::quiet_NaN(), 1, -1});
    CHECK(check(set).message() == "w: tensor \"variance\": value 0: expected at least 0, found nan");
}

TEST_CASE("a value is called by its place in the whole parameter, whichever piece it was in") {
    const std::vector<float> piece{1, 0, -2};
    CHECK(check_values("w", table[1], piece, 100).message() ==
          "w: tensor \"variance\": value 102: expected at least 0, found -2");
    CHECK(check_values("w", table[0], piece, 100));
}
