#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <fusenet/weights/value_source.hpp>
#include <numeric>
#include <string>
#include <vector>

using namespace fusenet;

namespace {

constexpr std::array table{parameter{"few", {3, 2, 2}, 0}, parameter{"rows", {70, 3000}, 12, 1},
                           parameter{"long rows", {37, 30000}, 210012}, parameter{"a row", {1, 600000}, 1320012},
                           parameter{"number", dims(), 1920012, 2}};

/// A set's values, but read, and only in whole indices of the outermost axis.
class read_values final : public value_source {
public:
    explicit read_values(const parameter_set& set) : value_source(set.table(), "read"), all_(set) {}

    status read(std::size_t row, long long first, std::span<float> to) override {
        const auto slice = static_cast<std::size_t>(slice_of(table()[row]));
        CHECK(to.size() % slice == 0);
        most = std::max(most, to.size());
        if (--reads_left == 0) return failure{"read: enough"};
        return all_.read(row, first, to);
    }

    std::size_t most = 0;
    int reads_left = -1;

private:
    values_in_memory all_;
};

parameter_set counted() {
    parameter_set set(table);
    std::iota(set.values().begin(), set.values().end(), 1.f);
    return set;
}

}  // namespace

TEST_CASE("pieces are all values, once and in order, and never large beside a long row") {
    const parameter_set set = counted();
    read_values read(set);
    values_in_memory lying(set);
    CHECK(lying.lies());
    CHECK_FALSE(read.lies());
    struct row { std::size_t at, most; };
    for (const row& r : {row{0, 12}, row{1, 21 * 3000}, row{2, 16 * 30000}, row{3, 600000}, row{4, 1}})
        for (value_source* from : {static_cast<value_source*>(&read), static_cast<value_source*>(&lying)}) {
            CAPTURE(r.at);
            const auto expected = set.of(table[r.at]);
            std::vector<float> room, found;
            long long next = 0;
            read.most = 0;
            REQUIRE(each_piece(*from, r.at, room, [&](long long first, std::span<const float> values) {
                CHECK(first == next);
                next += static_cast<long long>(values.size()) / slice_of(table[r.at]);
                found.insert(found.end(), values.begin(), values.end());
            }));
            CHECK(std::ranges::equal(found, expected));
            CHECK(read.most <= r.most);
            if (from == &lying) CHECK(room.empty());
        }
}

TEST_CASE("a source that fails in the middle is not read on, and what was read is not taken for all") {
    const parameter_set set = counted();
    read_values read(set);
    read.reads_left = 2;
    std::vector<float> room;
    int pieces = 0;
    CHECK(each_piece(read, 1, room, [&](long long, std::span<const float>) { ++pieces; }).message() == "read: enough");
    CHECK(pieces == 1);
    read.reads_left = 4;
    CHECK(try_read_all(read).message() == "read: enough");
    const auto all = try_read_all(read);
    REQUIRE(all);
    CHECK(std::ranges::equal(all->values(), set.values()));
}

TEST_CASE("fallbacks are a source: zeros are known, the others are read") {
    fallback_values given(table);
    CHECK(given.all_zero(0));
    CHECK_FALSE(given.all_zero(1));
    const auto all = try_read_all(given);
    REQUIRE(all);
    CHECK(std::ranges::equal(all->values(), parameter_set(table).values()));
}
