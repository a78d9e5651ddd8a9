// The walk itself, step by step, in numbers that can be checked by hand.
#include <fusenet/nest/nest.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;
using nest::advance;
using nest::begin_at;

/// A window of three rows, padded, of stride 1, behind a pointwise stage: 0 given -> 1 band -> 2 result, of 10 rows.
constexpr nest::nest<2> pointwise_then_window() {
    nest::nest<2> n;
    n.stages[0] = {.does = plan::op::contraction, .in = 0, .out = 1};
    n.stages[1] = {.does = plan::op::depthwise, .reads = {.kh = 3, .top = 1, .bottom = 1}, .in = 1, .out = 2};
    for (int t = 0; t < 3; ++t) n.tensors[t].height = 10;
    n.tensors[0].given = n.tensors[2].result = true;
    n.tensors[1].rows = 6;
    n.tensor_count = 3, n.driver = 2, n.step = 4;
    return n;
}
constexpr auto same_height = pointwise_then_window();

TEST_CASE("walk: a step makes what it needs and keeps what the next one reads") {
    struct row {
        int base, have, want;  // of the band
        rows made;             // of the result
    };
    auto w = begin_at(same_height, 0);
    CHECK(w.have[0] == 10);  // given
    for (const row& r : {row{0, 0, 5, {0, 4}}, row{3, 5, 9, {4, 8}}, row{7, 9, 10, {8, 10}}}) {
        CAPTURE(r.made.first);
        nest::next_step(same_height, w, 10);
        CHECK(w.base[1] == r.base);
        CHECK(w.have[1] == r.have);
        CHECK(w.want[1] == r.want);
        CHECK(w.made(2) == r.made);
        CHECK(w.base[2] == 0);  // outside the bands rows lie where they are
        for (int t = 0; t < 3; ++t) w.have[t] = w.want[t];
    }
}

TEST_CASE("walk: a piece inside the map begins at its halo, and its first step is lower where the band is") {
    auto w = begin_at(same_height, 5);
    CHECK(w.have[2] == 5);
    CHECK(w.base[1] == 4);  // row 5 reads 4, 5, 6
    CHECK(w.have[1] == 4);
    nest::next_step(same_height, w, 10);
    CHECK(w.made(1) == rows{4, 10});  // six rows fit: four of the result
    CHECK(w.made(2) == rows{5, 9});

    auto low = same_height;
    low.tensors[1].rows = 4;
    auto v = begin_at(low, 5);
    nest::next_step(low, v, 10);
    CHECK(v.made(1) == rows{4, 8});
    CHECK(v.made(2) == rows{5, 7});
}

TEST_CASE("walk: the end of a piece bounds its last step") {
    auto w = begin_at(same_height, 0);
    nest::next_step(same_height, w, 3);
    CHECK(w.made(2) == rows{0, 3});
    CHECK(w.made(1) == rows{0, 4});
}

TEST_CASE("walk: a stride takes two rows for one, and several readers the most that any needs") {
    nest::nest<3> n;  // 0 given -> 1 band, which a pool of stride 2 and a join behind it read -> 2 band -> 3 result
    n.stages[0] = {.does = plan::op::contraction, .in = 0, .out = 1};
    n.stages[1] = {.does = plan::op::depthwise,
                   .reads = {.kh = 5, .top = 2, .bottom = 2},
                   .in = 1,
                   .out = 2,
                   .joins = {1},
                   .join_count = 1};
    n.stages[2] = {.does = plan::op::fold, .reads = {.kh = 3, .stride = 2}, .in = 2, .out = 3};
    for (int t = 0; t < 3; ++t) n.tensors[t].height = 11;
    n.tensors[3].height = 5;
    n.tensors[0].given = n.tensors[3].result = true;
    n.tensors[1].rows = n.tensors[2].rows = 11;
    n.tensor_count = 4, n.driver = 3, n.step = 2;

    auto w = begin_at(n, 0);
    advance(n, w, 2);
    CHECK(w.made(2) == rows{0, 5});  // windows 0..2 and 2..4
    CHECK(w.made(1) == rows{0, 7});  // rows up to 4 read up to 6
    for (int t = 0; t < 4; ++t) w.have[t] = w.want[t];
    advance(n, w, 4);
    CHECK(w.made(2) == rows{5, 9});
    CHECK(w.base[2] == 4);  // row 4 is in two windows
    CHECK(w.made(1) == rows{7, 11});
    CHECK(w.base[1] == 3);  // row 5 reads from 3 on
}

TEST_CASE("walk: an upsampling that has rows enough waits") {
    nest::nest<2> n;  // 0 given -> 1 band -> 2 result, each row three times
    n.stages[0] = {.does = plan::op::contraction, .in = 0, .out = 1};
    n.stages[1] = {.does = plan::op::move, .reads = {.up = {3, 1}}, .in = 1, .out = 2};
    n.tensors[0].height = n.tensors[1].height = 4;
    n.tensors[2].height = 12;
    n.tensors[0].given = n.tensors[2].result = true;
    n.tensors[1].rows = 2;
    n.tensor_count = 3, n.driver = 2, n.step = 1;

    auto w = begin_at(n, 0);
    for (int y = 0; y < 12; ++y) {
        CAPTURE(y);
        nest::next_step(n, w, 12);
        CHECK(w.made(2) == rows{y, y + 1});
        CHECK(w.made(1).count() == (y % 3 == 0 ? 1 : 0));
        CHECK(w.base[1] == y / 3);
        for (int t = 0; t < 3; ++t) w.have[t] = w.want[t];
    }
}

TEST_CASE("walk: of tall maps some starts stand for all") {
    auto starts_of = [](int height) {
        nest::nest<2> n = same_height;
        n.tensors[2].height = height;
        std::vector<int> starts;
        nest::each_start(n, [&](int y) { starts.push_back(y); });
        return starts;
    };
    for (int height : {1, 7, 24}) {
        std::vector<int> every;
        for (int y = 0; y < height; ++y) every.push_back(y);
        CHECK(starts_of(height) == every);
    }
    const auto some = starts_of(1000);
    CHECK(some.size() == 24);
    CHECK(some.front() == 0);
    CHECK(some.back() == 999);
    CHECK(std::ranges::is_sorted(some));
}

}  // namespace
