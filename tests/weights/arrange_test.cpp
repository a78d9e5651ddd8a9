#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fusenet/weights/arrange.hpp>
#include <string>
#include <utility>
#include <vector>

using namespace fusenet;

namespace {

constexpr std::array table{parameter{"a.weight", {2, 3}, 0}, parameter{"a.bias", {2}, 6}};
constexpr std::array turned{parameter{"a.bias", {2}, 0}, parameter{"a.weight", {2, 3}, 2}};
constexpr std::array short_of_one{table[0]};
constexpr std::array misnamed{table[0], parameter{"a.bia", {2}, 6}};
constexpr std::array misshapen{parameter{"a.weight", {3, 2}, 0}, table[1]};
constexpr std::array reranked{table[0], parameter{"a.bias", {2, 1}, 6}};
constexpr std::array with_extra{table[0], table[1], parameter{"b.bias", {5}, 8}};

}  // namespace

TEST_CASE("values find their places by name, whatever the order of the set") {
    parameter_set given(turned);
    given.set("a.weight", std::vector<float>{1, 2, 3, 4, 5, 6});
    given.set("a.bias", std::vector<float>{7, 8});
    const auto arranged = try_arrange(table, given);
    REQUIRE(arranged);
    CHECK(std::ranges::equal(arranged->values(), std::vector<float>{1, 2, 3, 4, 5, 6, 7, 8}));
    CHECK(arranged->table().data() == table.data());
}

TEST_CASE("a set of other tensors is refused with the tensor, what was expected, and what was found") {
    struct row { std::span<const parameter> given; std::string expected; };
    for (const row& r : {
             row{{}, "tensor \"a.weight\": expected [2x3] float32, found no tensor of that name (and 1 more missing)"},
             row{short_of_one, "tensor \"a.bias\": expected [2] float32, found no tensor of that name"},
             row{misnamed, "tensor \"a.bias\": expected [2] float32, found no tensor of that name but \"a.bia\""},
             row{misshapen, "tensor \"a.weight\": expected [2x3], found [3x2]"},
             row{reranked, "tensor \"a.bias\": expected [2], found [2x1]"},
             row{with_extra, "tensor \"b.bias\": expected no tensor of that name, found [5]"},
         })
        CHECK(try_arrange(table, parameter_set(r.given)).message() == "load: " + r.expected);
}

TEST_CASE("a set that was moved from holds nothing to load") {
    parameter_set given(table);
    const parameter_set taken = std::move(given);
    CHECK(try_arrange(table, taken));
    CHECK(try_arrange(table, given).message() ==
          "load: expected a parameter_set with 8 values, found 0: it was moved from");
}
