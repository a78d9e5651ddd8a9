#include <fusenet/report/row_loops.hpp>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;
using test::in_one_nest;

namespace {

/// The value of what row_motions writes: "7", "2*e + 1", "(y + 3) / 2", "min(2*y - 1, 56)".
int value(std::string_view shown, int variable) {
    auto skip = [&](std::string_view lead) {
        const bool found = shown.substr(0, lead.size()) == lead;
        if (found) shown.remove_prefix(lead.size());
        return found;
    };
    auto number = [&] {
        int n = 0;
        while (!shown.empty() && shown[0] >= '0' && shown[0] <= '9')
            n = n * 10 + shown[0] - '0', shown.remove_prefix(1);
        return n;
    };
    const bool limited = skip("min("), divided = skip("(");
    int x = 1;
    if (shown[0] >= '0' && shown[0] <= '9') {
        x = number();
        if (skip("*")) x *= variable, shown.remove_prefix(1);
    } else {
        x = variable, shown.remove_prefix(1);
    }
    if (skip(" + ")) x += number();
    else if (skip(" - ")) x -= number();
    if (divided) {
        CHECK(skip(") / "));
        x = floor_div(x, number());
    }
    if (limited) {
        CHECK(skip(", "));
        x = std::min(x, number());
        CHECK(skip(")"));
    }
    CHECK(shown.empty());
    return x;
}

/// Every formula against every step that was walked.
template <const auto& Net>
void check_formulas() {
    const summary s = in_one_nest<Net>();
    const nest_entry& n = s.nests[0];
    const row_motions rows(n);
    REQUIRE(n.steps.count() > 1);
    for (int t = 0; t < n.tensors.count(); ++t) {
        if (!n.tensors[t].band()) continue;
        const std::string end = rows.end_of(t);
        INFO("local ", t, ": ", end);
        REQUIRE(!end.empty());
        for (const auto& step : n.steps) {
            const row_motion& driver = step[n.driver];
            CHECK(value(end, rows.even() ? driver.have : driver.want) == step[t].want);
        }
    }
}

constexpr auto stem = input(40, 9, 3) | conv<3, 3>(8, {.stride = 2, .pad = 1}) | maxpool<3>({.stride = 2, .pad = 1});
constexpr auto uneven = input(37, 9, 3) | conv<5, 5>(8, {.pad = 2}) | maxpool<3>({.stride = 3});
constexpr auto three = input(64, 64, 3) | conv<3, 3>(8, {.stride = 2, .pad = same}) | depthwise<5>({.pad = 2}) |
                       conv<3, 3>(8, {.dilation = 2}) | maxpool<2>();
constexpr auto upwards = input(16, 16, 8) | conv<3, 3>(8, {.pad = 1}) | upsample(3) |
                         conv_transpose<2, 2>(4, {.stride = 2}) | maxpool<3>({.stride = 1, .pad = 1});
constexpr auto added = input(30, 30, 8) | conv<1, 1>(8) | residual(depthwise<3>({.pad = 1}) | relu() | conv<1, 1>(8)) |
                       residual(depthwise<5>({.pad = 2}) | relu() | conv<1, 1>(8)) | maxpool<2>();

list<int> numbers(std::initializer_list<int> given) {
    list<int> all;
    for (int n : given) all.add(n);
    return all;
}

}  // namespace

TEST_CASE("the rows that a step makes follow a formula that is true of every step") {
    SUBCASE("strides") { check_formulas<stem>(); }
    SUBCASE("a shorter last step") { check_formulas<uneven>(); }
    SUBCASE("dilation and a longer chain") { check_formulas<three>(); }
    SUBCASE("more rows than are read") { check_formulas<upwards>(); }
    SUBCASE("residual blocks") { check_formulas<added>(); }
}

TEST_CASE("numbers of rows are summed up in words") {
    CHECK(progression(numbers({4})) == "4");
    CHECK(progression(numbers({4, 4, 4})) == "4");
    CHECK(progression(numbers({5, 3})) == "first 5, then 3");
    CHECK(progression(numbers({5, 4, 4, 3})) == "first 5, then 4, last 3");
    CHECK(progression(numbers({4, 4, 4, 3})) == "4, last 3");
    CHECK(progression(numbers({5, 4, 4, 4})) == "first 5, then 4");
    CHECK(progression(numbers({5, 4, 3, 4})) == "3 to 5");
}

TEST_CASE("a window keeps as many rows as it overlaps") {
    const summary s = in_one_nest<stem>();
    const nest_entry& n = s.nests[0];
    for (int t = 0; t < n.tensors.count(); ++t)
        if (n.tensors[t].band()) CHECK(row_motions(n).kept(t) == "1");  // 3 high, 2 apart
}
