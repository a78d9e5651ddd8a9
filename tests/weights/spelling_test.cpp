#include <doctest/doctest.h>

#include <fusenet/weights/spelling.hpp>
#include <string>
#include <string_view>
#include <vector>

using namespace fusenet;
using namespace fusenet::weight_files;

TEST_CASE("names are spelled so that no terminal is harmed") {
    struct row { std::string_view name, expected; };
    for (const row& r : {row{"stem.conv", "\"stem.conv\""}, row{"", "\"\""}, row{"a\nb\x7f", "\"a\\x0ab\\x7f\""},
                         row{std::string_view("\0", 1), "\"\\x00\""}, row{"na\xc3\xafve", "\"na\xc3\xafve\""}}) {
        CHECK(in_quotes(r.name) == r.expected);
    }
    CHECK(in_quotes(std::string(121, 'x')) == "\"" + std::string(120, 'x') + "...\"");
}

TEST_CASE("extents are spelled") {
    CHECK(spelled(dims(32, 3, 3, 3)) == "[32x3x3x3]");
    CHECK(spelled(dims()) == "[]");
    CHECK(spelled(std::vector<std::uint64_t>{7}) == "[7]");
    CHECK(spelled(std::vector<std::uint64_t>(9, 1)) == "[1x1x1x1x1x1x1x1x...]");
}

TEST_CASE("edits counts letters") {
    struct row { std::string_view a, b; std::size_t count; };
    for (const row& r : {row{"", "", 0}, row{"", "abc", 3}, row{"kitten", "sitting", 3}, row{"flaw", "lawn", 2},
                         row{"stem.weight", "stem.weights", 1}, row{"ab", "ba", 2}}) {
        INFO(r.a, " ", r.b);
        CHECK(edits(r.a, r.b) == r.count);
        CHECK(edits(r.b, r.a) == r.count);
    }
}

TEST_CASE("the nearest name is one that could be meant") {
    struct row { std::string_view wanted; std::vector<std::string_view> offered; std::string_view expected; };
    for (const row& r : {
             row{"stem.weight", {"head.bias", "stem.wieght", "stem.bias"}, "stem.wieght"},
             row{"stem.weight", {"stem.weigh", "stem.weights2"}, "stem.weigh"},
             row{"stem.weight", {"module.network.of.last.year.stem.weight", "x"},
                 "module.network.of.last.year.stem.weight"},
             row{"features.stem.weight", {"stem.weight"}, "stem.weight"},
             row{"stem.weight", {"something else entirely"}, ""},
             row{"stem.weight", {}, ""},
         }) {
        INFO(r.wanted);
        nearest_name near(r.wanted);
        for (const auto name : r.offered) near.offer(name);
        CHECK(near.name() == r.expected);
    }
}
