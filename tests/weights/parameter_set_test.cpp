#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fusenet/weights/parameter_set.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace fusenet;

namespace {

constexpr std::array table{
    parameter{"stem.conv.weight", {4, 3, 2, 2}, 0, 0},
    parameter{"stem.norm.variance", {4}, 48, 1},
    parameter{"head.bias", {2}, 56, 0},  // four floats of padding before it
    parameter{"act.slope", {1}, 58, 0.25f},
};

}  // namespace

TEST_CASE("a fresh set holds every parameter's fallback") {
    const parameter_set set(table);
    CHECK(set.values().size() == 59);
    CHECK(set.table().data() == table.data());
    for (const auto& entry : set) {
        INFO(entry.row.name.view());
        CHECK(entry.values.size() == static_cast<std::size_t>(entry.row.extent.size()));
        CHECK(std::ranges::all_of(entry.values, [&](float x) { return x == entry.row.fallback; }));
    }
    CHECK(parameter_set().values().empty());
    CHECK(parameter_set().find("") == nullptr);
}

TEST_CASE("every name is found, whatever the order of the table") {
    std::vector<parameter> many;
    for (int i = 0; i < 300; ++i) {
        parameter p{"", {2}, 2 * i, float(i)};
        p.name.put("p").put(i * 7919 % 300);
        many.push_back(p);
    }
    parameter_set set(many);
    for (const parameter& p : many) {
        REQUIRE(set.find(p.name.view()) == &p);
        CHECK(set[p.name.view()][1] == p.fallback);
    }
    CHECK(set.find("p300") == nullptr);
    CHECK(set.find("") == nullptr);
}

TEST_CASE("values are set by name, in place") {
    parameter_set set(table);
    set.set("head.bias", std::vector<float>{1, 2});
    set.set("act.slope", dims(1), std::vector<float>{3});
    set["stem.norm.variance"][3] = 5;
    CHECK(set.values()[56] == 1);
    CHECK(set.values()[57] == 2);
    CHECK(set.values()[58] == 3);
    CHECK(set.at("stem.norm.variance")[3] == 5);
    CHECK(set.values()[51] == 5);
    for (const auto& [row, values] : set) std::ranges::fill(values, 7.0f);
    CHECK(std::ranges::count(set.values(), 7.0f) == 55);

    parameter_set copy = set;
    copy["act.slope"][0] = 8;
    CHECK(set["act.slope"][0] == 7);
}

TEST_CASE("what does not fit is refused with a sentence, and changes nothing") {
    parameter_set set(table);
    const std::vector<float> two{1, 2}, three{1, 2, 3};
    CHECK(set.try_set("head.bais", two).message() ==
          "no parameter is named \"head.bais\"; did you mean \"head.bias\"?");
    CHECK(set.try_set("nothing like it", two).message() == "no parameter is named \"nothing like it\"");
    CHECK(set.try_at("bias").message() == "no parameter is named \"bias\"; did you mean \"head.bias\"?");
    CHECK(set.try_set("head.bias", three).message() == "parameter \"head.bias\": expected the 2 values of [2], found 3");
    CHECK(set.try_set("head.bias", {2}, three).message() ==
          "parameter \"head.bias\": expected the 2 values of [2], found 3");
    CHECK(set.try_set("head.bias", {1, 2}, two).message() == "parameter \"head.bias\": expected [2], found [1x2]");
    CHECK(set.try_set("head.bias", {3}, three).message() == "parameter \"head.bias\": expected [2], found [3]");
    CHECK(set.try_set("stem.conv.weight", {4, 3, 2, 2}, two).message() ==
          "parameter \"stem.conv.weight\": expected the 48 values of [4x3x2x2], found 2");
    CHECK(set.try_set("head.bias", {2}, two));
    CHECK_THROWS_AS(set.at("x"), error);
    CHECK_THROWS_AS(set["x"], error);
    CHECK_THROWS_AS(set.set("head.bias", three), error);
    CHECK(std::vector<float>(set["head.bias"].begin(), set["head.bias"].end()) == two);
}

TEST_CASE("a set that was moved from says so") {
    parameter_set set(table);
    set["head.bias"][0] = 3;
    const parameter_set taken = std::move(set);
    CHECK(taken["head.bias"][0] == 3);
    const std::string why = "no parameter is named \"head.bias\": this set was moved from, and holds nothing";
    CHECK(set.try_at("head.bias").message() == why);
    CHECK(set.try_set("head.bias", std::vector<float>{1, 2}).message() == why);
    CHECK_THROWS_WITH_AS(set["head.bias"], why.c_str(), error);
    set = taken;
    CHECK(set["head.bias"][0] == 3);
    CHECK(parameter_set().try_at("head.bias").message() == "no parameter is named \"head.bias\"");
}

TEST_CASE("random values are good for a network, and the same everywhere") {
    parameter_set set(table), same(table), other(table);
    set.randomise(1);
    same.randomise(1);
    other.randomise(2);
    CHECK(std::ranges::equal(set.values(), same.values()));
    CHECK_FALSE(std::ranges::equal(set.values(), other.values()));
    const auto within = [](std::span<const float> v, float low, float high) {
        return std::ranges::all_of(v, [=](float x) { return x >= low && x < high; });
    };
    CHECK(within(set["stem.norm.variance"], 0.5f, 1.5f));
    CHECK(within(set["head.bias"], -0.125f, 0.125f));
    CHECK(within(set["act.slope"], 0.125f, 0.375f));
    // Fixed once and for all: a change here changes every test and benchmark that is seeded.
    CHECK(set["act.slope"][0] == 0x1.6b7f18p-2f);

    const std::array wide{parameter{"stem.conv.weight", {64, 32, 3, 3}, 0, 0}};
    parameter_set large(wide);
    large.randomise(1);
    double sum = 0, squares = 0;
    for (const float x : large.values()) sum += x, squares += double(x) * x;
    const double count = static_cast<double>(large.values().size());
    CHECK(std::abs(sum / count) < 0.002);                                    // 3 deviations of the mean of 18,432
    CHECK(squares / count == doctest::Approx(2.0 / (32 * 9)).epsilon(0.03));  // He: 2 / fan-in
    CHECK(large.values()[5] != large.values()[6]);

    const std::array alone{parameter{"head.bias", {2}, 0, 0}};
    parameter_set moved(alone);
    moved.randomise(1);
    CHECK(std::ranges::equal(moved.values(), set["head.bias"]));
}
