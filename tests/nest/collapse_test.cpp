// Collapsing against a walk by brute force: for many windows, strides, paddings and heights, every row that a step
// reads exists then, every row of the result is made once, and bands are no taller than somebody needs.
#include <map>

#include "../support.hpp"
#include "chains.hpp"

namespace {

using namespace fusenet;
using plan::op;

/// Walks pieces of a nest as the emission does and keeps, for every slot of every band, which row of the map lies
/// there.
template <int S>
std::string walked(const nest::nest<S>& n, int pieces) {
    std::vector<int> made_of_result(static_cast<std::size_t>(n.height()));
    for (int piece = 0; piece < pieces; ++piece) {
        const int from = n.height() * piece / pieces, end = n.height() * (piece + 1) / pieces;
        if (from == end) continue;
        std::vector<std::map<int, int>> row_in(static_cast<std::size_t>(n.tensor_count));  // slot -> row
        std::vector<std::map<int, int>> own_result(row_in);
        auto w = nest::begin_at(n, from);
        while (w.have[n.driver] < end) {
            const auto old = w;
            nest::next_step(n, w, end);
            if (w.want[n.driver] <= w.have[n.driver]) return "a step makes nothing";
            for (int t = 0; t < n.tensor_count; ++t) {
                if (!n.tensors[t].band()) continue;
                std::map<int, int> moved;  // kept rows move to the front; without `keeps` others may have written there
                if (n.tensors[t].keeps)
                    for (int row = w.base[t]; row < w.have[t]; ++row)
                        moved[row - w.base[t]] = row_in[static_cast<std::size_t>(t)][row - old.base[t]];
                row_in[static_cast<std::size_t>(t)] = moved;
            }
            for (int i = 0; i < S; ++i) {
                const nest::local_stage& s = n.stages[i];
                const rows made = w.made(nest::worked_by(s));
                for (int y = made.first; y < made.end; ++y) {
                    std::string why;
                    test::each_row_read(n, i, y, [&](int t, int row) {
                        const nest::local& l = n.tensors[t];
                        if (l.given) return;
                        auto& there =
                            l.result ? own_result[static_cast<std::size_t>(t)] : row_in[static_cast<std::size_t>(t)];
                        const int slot = l.result ? row : row - w.base[t];
                        if (!there.contains(slot) || there[slot] != row)
                            why = "stage " + std::to_string(i) + " does not find row " + std::to_string(row);
                    });
                    if (!why.empty()) return why;
                    if (s.does == op::total) {
                        ++made_of_result[static_cast<std::size_t>(y)];
                        continue;
                    }
                    const nest::local& l = n.tensors[s.out];
                    if (l.result) {
                        own_result[static_cast<std::size_t>(s.out)][y] = y;
                        if (i == S - 1) ++made_of_result[static_cast<std::size_t>(y)];
                    } else {
                        if (y - w.base[s.out] < 0 || y - w.base[s.out] >= l.rows) return "a row lies outside its band";
                        row_in[static_cast<std::size_t>(s.out)][y - w.base[s.out]] = y;
                    }
                }
            }
            for (int t = 0; t < n.tensor_count; ++t) w.have[t] = w.want[t];
        }
    }
    for (int times : made_of_result)
        if (times != 1) return "a row of the result is made " + std::to_string(times) + " times";
    return "";
}

/// The most rows of each local tensor that are needed at once when the nest is walked from `from` in steps of
/// `step` rows: from the first that this step or any later one reads, to the last that this step reads.
template <int S>
std::vector<int> live_rows(const nest::nest<S>& n, int from, int step) {
    const auto count = static_cast<std::size_t>(n.tensor_count);
    using extents = std::vector<std::pair<int, int>>;
    // Of every tensor the rows [first, end) that driver rows [low, high) need, if of each the first `have` exist.
    auto needed = [&](int low, int high, const extents& have) {
        extents r(count, {1 << 30, 0});
        r[static_cast<std::size_t>(n.driver)] = {low, high};
        for (int i = S - 1; i >= 0; --i) {
            const auto at = static_cast<std::size_t>(nest::worked_by(n.stages[i]));
            for (int y = std::max(r[at].first, have[at].second); y < r[at].second; ++y)
                test::each_row_read(n, i, y, [&](int t, int row) {
                    auto& [a, b] = r[static_cast<std::size_t>(t)];
                    a = std::min(a, row), b = std::max(b, row + 1);
                });
        }
        return r;
    };
    std::vector<int> most(count);
    extents have(count, {0, 0});
    for (int at = from; at < n.height(); at += step) {
        const int to = std::min(at + step, n.height());
        const auto now = needed(at, to, have), later = needed(at, n.height(), have);
        for (std::size_t t = 0; t < count; ++t) {
            have[t].second = std::max(have[t].second, now[t].second);
            most[t] = std::max(most[t], have[t].second - std::min(have[t].second, later[t].first));
        }
    }
    return most;
}

/// Rows that nobody reads, between the taps of a window or between windows; a band has them all the same, as its rows
/// follow each other.
template <int S>
int rows_between(const nest::nest<S>& n) {
    int most = 0;
    for (const nest::local_stage& s : n.stages)
        most = std::max({most, s.reads.stride.h - s.reads.reach_h(), s.reads.dilation.h - 1});
    return most;
}

constexpr target machine_of(long long l2) { return {.l2 = l2}; }

TEST_CASE("collapse: every row is there when it is read, for every height and number of threads") {
    int nests = 0, kept = 0, stepped = 0;
    for (int height : {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 16, 17, 24, 31})
        for (const test::chain& c : test::all_chains(height)) {
            INFO(c.name, " on ", height, " rows");
            test::with_nest(c.stages, c.range, machine_of(2048), [&](const auto& n) {
                for (int pieces : {1, 2, 3, 5, height}) {
                    CAPTURE(pieces);
                    CHECK(walked(n, pieces) == "");
                }
                ++nests;
                for (int t = 0; t < n.tensor_count; ++t) kept += n.tensors[t].keeps;
                stepped += n.step < n.height();
            });
        }
    CHECK(nests > 1000);  // the chains reach what is to be tested
    CHECK(kept > 500);
    CHECK(stepped > 500);
}

TEST_CASE("collapse: bands are as tall as they must be") {
    for (int height : {5, 12, 23})
        for (const test::chain& c : test::all_chains(height)) {
            INFO(c.name, " on ", height, " rows");
            test::with_nest(c.stages, c.range, machine_of(2048), [&](const auto& n) {
                const auto from_the_top = live_rows(n, 0, n.step);
                auto from_anywhere = from_the_top;
                for (int from = 0; from < n.height(); ++from)
                    for (int step : {1, n.step}) {
                        const auto live = live_rows(n, from, step);
                        for (std::size_t t = 0; t < live.size(); ++t)
                            from_anywhere[t] = std::max(from_anywhere[t], live[t]);
                    }
                for (int t = 0; t < n.tensor_count; ++t) {
                    if (!n.tensors[t].band()) continue;
                    CAPTURE(t);
                    CHECK(n.tensors[t].rows >= from_the_top[static_cast<std::size_t>(t)]);
                    CHECK(n.tensors[t].rows <= from_anywhere[static_cast<std::size_t>(t)] + rows_between(n));
                }
            });
        }
}

TEST_CASE("collapse: steps are the tallest that fit, and even") {
    for (long long l2 : {1024, 2048, 4096, 1 << 20})
        for (int height : {8, 21, 60})
            for (const test::chain& c : test::all_chains(height)) {
                INFO(c.name, " on ", height, " rows, in ", l2, " bytes");
                test::with_nest(c.stages, c.range, machine_of(l2), [&](const auto& n) {
                    const int h = n.height();
                    if (h < 2) return;
                    const int steps = (h + n.step - 1) / n.step;
                    CHECK(steps >= 2);
                    CHECK(n.step * steps - h < steps);  // the last is no runt
                    if (steps == 2) return;             // as few as there may be
                    auto taller = n;
                    CHECK(nest::detail::fit(taller, (h + steps - 2) / (steps - 1)) > l2 * 3 / 5);
                });
            }
}

/// Windows of 5 and 3 rows, of stride 1: by hand.
TEST_CASE("collapse: two convolutions, by hand") {
    test::network_sketch net(shape::image(40, 16, 4));
    net.add(conv<3, 3>(8, {.pad = 1}), {net.add(conv<5, 5>(16, {.pad = 2}), {0})});
    const test::chain c = test::chain_of("two", net.finish());
    const long long row = 16 * 16;  // floats of a row of the map between
    // 60 % of 20 KiB hold twelve of them: a step of ten and two that are kept; evened out, four steps of ten.
    const auto n = nest::collapse<2>(c.stages, c.range, machine_of(20 << 10));
    CHECK(n.step == 10);
    const nest::local& between = n.tensors[n.stages[0].out];
    CHECK(between.band());
    CHECK(between.keeps);
    CHECK(between.rows == 12);
    CHECK(between.row_floats == row);
    CHECK(n.band_floats == 12 * row);
    CHECK(n.shares == nest::split::rows);
    CHECK(n.tensors[n.stages[0].in].given);
    CHECK(n.tensors[n.stages[1].out].result);
    CHECK(n.driver == n.stages[1].out);
}

TEST_CASE("collapse: a total drives by the rows that it takes in") {
    test::network_sketch net(shape::image(13, 13, 24));
    net.add(global_avgpool(), {net.add(relu(), {net.add(conv<1, 1>(32), {0})})});
    const test::chain c = test::chain_of("seed", net.finish());
    const auto n = nest::collapse<2>(c.stages, c.range, target{});
    CHECK(n.totals);
    CHECK(n.driver == n.stages[1].in);
    CHECK(n.height() == 13);
    CHECK(n.step == 7);  // two steps: never whole
    CHECK_FALSE(n.tensors[n.driver].keeps);
}

}  // namespace
