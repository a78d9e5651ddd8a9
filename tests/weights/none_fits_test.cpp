// Which of several networks is nearest, and which rows tell them apart.
#include <doctest/doctest.h>

#include <array>
#include <fusenet/weights/none_fits.hpp>
#include <string>
#include <vector>

using namespace fusenet;
using namespace fusenet::weight_files;

namespace {

constexpr std::array small{parameter{"a", {8, 1}, 0}, parameter{"b", {3, 8}, 8}};
constexpr std::array wide{parameter{"a", {8, 1}, 0}, parameter{"b", {5, 8}, 8}};
constexpr std::array large{parameter{"a", {16, 1}, 0}, parameter{"b", {3, 16}, 16}};
constexpr std::array longer{parameter{"a", {8, 1}, 0}, parameter{"b", {3, 8}, 8}, parameter{"c", {2}, 32}};

std::string told_apart(const std::vector<std::span<const parameter>>& tables) { return differences(tables); }

std::vector<offer> offers(const std::vector<parameter>& rows) {
    std::vector<offer> out;
    for (const parameter& p : rows)
        out.push_back({p.name.view(), stored_type::float32, {p.extent.d, p.extent.d + p.extent.rank}});
    return out;
}

}  // namespace

TEST_CASE("each network is told by as many rows as it takes") {
    CHECK(told_apart({small, large}) == "\"a\" [8x1], \"a\" [16x1]");
    CHECK(told_apart({small, wide, large}) == "\"a\" [8x1] with \"b\" [3x8], \"a\" [8x1] with \"b\" [5x8], \"a\" [16x1]");
    CHECK(told_apart({small, longer}) == "no more, \"c\" [2]");
    CHECK(told_apart({small, small, large}) == "\"a\" [8x1], \"a\" [16x1]");
    CHECK(told_apart({small}).empty());
    CHECK(told_apart({small, small}).empty());
}

TEST_CASE("the nearest differs in the fewest tensors, then in the fewest values") {
    const std::vector<std::span<const parameter>> tables{small, wide, large, longer};
    const auto nearest = [&](const std::vector<parameter>& rows, bool allow_extra = false) {
        const std::vector<offer> found = offers(rows);
        std::vector<distance> away;
        for (const auto& table : tables) away.push_back(distance_of(table, found, convention::pytorch, allow_extra));
        return nearest_of(away);
    };
    const parameter a = small[0], b = small[1], c = longer[2];
    CHECK(nearest({a, b}) == 0);
    CHECK(nearest({a, {"b", {5, 8}}}) == 1);
    CHECK(nearest({{"a", {16, 1}}, b}) == 0);                  // one of either: 8 values, or 24
    CHECK(nearest({{"a", {16, 1}}, {"b", {3, 15}}}) == 2);
    CHECK(nearest({{"a", {15, 1}}, {"b", {3, 14}}}) == 2);     // all are wrong in two
    CHECK(nearest({{"a", {9, 1}}, {"b", {3, 9}}}) == 0);
    CHECK(nearest({a, b, c}) == 3);
    CHECK(nearest({b, c}) == 3);
    CHECK(nearest({a, b, {"d", {1}}, {"e", {1}}}) == 0);
    CHECK(nearest({{"a", {8, 1}}, {"b", {5, 8}}, c}, true) == 1);
    CHECK(nearest({}) == 0);

    const distance d = distance_of(longer, offers({a, {"b", {4, 8}}, {"d", {1}}, {"e", {1}}}), convention::pytorch, false);
    CHECK(d.names == 3);  // c is missing, d and e are there in vain
    CHECK(d.extents == 1);
    CHECK(d.values == 8);
    CHECK(distance_of(longer, offers({a, b, {"d", {1}}}), convention::pytorch, true).tensors() == 1);
}
