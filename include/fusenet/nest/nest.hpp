// nest: one loop nest over rows: stages in order, the bands of rows that lie between them, and the height of a step.
#pragma once

#include <fusenet/core/window.hpp>
#include <fusenet/plan/share.hpp>
#include <fusenet/plan/stage.hpp>

namespace fusenet::nest {

using plan::op;
using plan::split;

/// A tensor inside a nest. The result and what was given lie in memory outside; the others are bands.
struct local {
    short tensor = -1;    // root in the stage list
    bool given = false;   // complete before the nest begins
    bool result = false;
    bool keeps = false;   // rows outlive a step
    short first = -1, last = -1;  // stages between which rows live within a step
    int rows = 0;         // capacity of the band
    int height = 0;
    int grain = 1;        // made in so many rows at once, from a multiple on: by tiles
    long long row_floats = 0;
    long long offset = 0;  // floats, in the band memory

    constexpr bool band() const { return !given && !result; }
    constexpr long long floats() const { return (rows * row_floats + 15) / 16 * 16; }
    constexpr int down(int row) const { return row / grain * grain; }
    constexpr int up(int row) const { return (row + grain - 1) / grain * grain < height ? (row + grain - 1) / grain * grain : height; }
};

/// What a stage reads and makes, by local index; joins read the rows they make.
struct local_stage {
    op does = op::copy;
    window reads{};
    short in = -1, out = -1;
    short joins[plan::most_joins]{};
    short join_count = 0;
};

template <int Stages>
struct nest {
    static constexpr int stage_count = Stages;
    static constexpr int capacity = 3 * Stages + plan::most_joins - 1;  // group() sees to it

    local_stage stages[Stages]{};
    local tensors[capacity]{};
    short tensor_count = 0;
    short driver = -1;    // the local whose rows the steps count: the result, or what a total reads
    bool totals = false;  // the last stage is a total
    split shares = split::rows;
    int step = 0;         // rows of the driver
    long long band_floats = 0;

    constexpr int height() const { return tensors[driver].height; }
    /// How many partial results a total keeps: one of each row, or a single one where no thread takes a part.
    constexpr int partial_rows() const { return shares == split::none ? 1 : height(); }
    /// Rows of the driver that go together.
    constexpr int grain() const { return tensors[driver].grain; }
    /// The first row of piece `k` of `pieces`.
    constexpr int piece_at(int k, int pieces) const {
        const int whole = (height() + grain() - 1) / grain() * k / pieces * grain();
        return whole < height() ? whole : height();
    }
};

/// Where the walk stands: of every local tensor the rows [base, have) exist; a step adds [have, want).
template <int Capacity>
struct walk {
    int base[Capacity]{}, have[Capacity]{}, want[Capacity]{};

    constexpr rows made(int t) const { return {have[t], want[t]}; }
};

/// The local tensor whose rows a stage works through: what it makes, or what a total reads.
constexpr int worked_by(const local_stage& s) { return s.does == op::total ? s.in : s.out; }

namespace detail {

/// Calls f(local, rows) for everything that stage `s` reads to make rows `made`. What joins a total is read once, at
/// its end, and was complete before.
template <int S, class F>
constexpr void each_read(const nest<S>& n, const local_stage& s, rows made, F f) {
    f(s.in, s.does == op::total ? made : rows_read(s.reads, n.tensors[s.in].height, made));
    for (int k = 0; k < s.join_count && s.does != op::total; ++k) f(s.joins[k], made);
}

}  // namespace detail

/// A walk about to make the driver's rows from `first` on: nothing exists, each band begins at its halo.
template <int S>
constexpr auto begin_at(const nest<S>& n, int first) {
    walk<nest<S>::capacity> w;
    constexpr int never = 1 << 30;
    for (int t = 0; t < n.tensor_count; ++t) w.have[t] = n.tensors[t].given ? n.tensors[t].height : never;
    if (!n.tensors[n.driver].given || n.totals) w.have[n.driver] = first;
    for (int i = S - 1; i >= 0; --i) {
        const local_stage& s = n.stages[i];
        int& from = w.have[worked_by(s)];
        if (from == never) continue;
        if (!n.tensors[worked_by(s)].given) from = n.tensors[worked_by(s)].down(from);
        detail::each_read(n, s, {from, from + 1}, [&](int t, rows r) {
            if (!n.tensors[t].given && r.first < w.have[t]) w.have[t] = r.first;
        });
    }
    for (int t = 0; t < n.tensor_count; ++t) {
        w.base[t] = n.tensors[t].band() ? w.have[t] : 0;
        w.want[t] = w.have[t];
    }
    return w;
}

/// One step, up to row `end` of the driver: backwards from it, the most rows that any reader wants and the lowest
/// that any will still read. The plan sizes bands with this function and the emission drives kernels with it, so that
/// the two cannot disagree.
template <int S>
constexpr void advance(const nest<S>& n, walk<nest<S>::capacity>& w, int end) {
    int low[nest<S>::capacity]{};
    for (int t = 0; t < n.tensor_count; ++t) low[t] = 1 << 30, w.want[t] = w.have[t];
    w.want[n.driver] = end;
    for (int i = S - 1; i >= 0; --i) {
        const local_stage& s = n.stages[i];
        const local& worked = n.tensors[worked_by(s)];
        if (!worked.given) w.want[worked_by(s)] = worked.up(w.want[worked_by(s)]);
        rows made = w.made(worked_by(s));
        const bool waits = made.count() <= 0;  // an upsampling behind it still has rows enough
        if (waits) made.end = made.first + 1;  // what its next row needs must be kept
        if (made.first >= worked.height) continue;
        detail::each_read(n, s, made, [&](int t, rows r) {
            if (r.first < low[t]) low[t] = r.first;
            if (!waits && !n.tensors[t].given && r.end > w.want[t]) w.want[t] = r.end;
        });
    }
    for (int t = 0; t < n.tensor_count; ++t)
        if (n.tensors[t].band()) {
            const int kept = low[t] < w.have[t] ? low[t] : w.have[t];
            if (kept > w.base[t]) w.base[t] = kept;
        }
}

/// Calls f(row) for every row at which a walk may begin and that may need what no other does: where nothing is
/// upsampled the rows inside the map are alike, and of very tall maps some in three places stand for all.
template <int S, class F>
constexpr void each_start(const nest<S>& n, F f) {
    bool alike = true;
    for (int i = 0; i < S; ++i) alike = alike && n.stages[i].reads.up.h == 1;
    const int h = n.height(), some = alike ? 8 : 1000 / S;  // keeps an evaluation within clang's limit
    for (int y = 0; y < h; ++y) {
        if (3 * some < h && y == some) y = (h - some) / 2;
        if (3 * some < h && y == (h - some) / 2 + some) y = h - some;
        if (y % n.grain() == 0) f(y);
    }
}

/// Whether the step that `w` is about to make fits the bands.
template <int S>
constexpr bool fits(const nest<S>& n, const walk<nest<S>::capacity>& w) {
    for (int t = 0; t < n.tensor_count; ++t)
        if (n.tensors[t].band() && w.want[t] - w.base[t] > n.tensors[t].rows) return false;
    return true;
}

/// The next step of a piece that ends at row `end`: the tallest whose rows fit the bands. A piece that begins inside
/// the map makes its halo in its first step, which is then lower.
template <int S>
constexpr void next_step(const nest<S>& n, walk<nest<S>::capacity>& w, int end) {
    const int from = w.have[n.driver];
    const int least = from + n.grain() < end ? from + n.grain() : end;
    for (int to = from + n.step < end ? from + n.step : end;; to = n.tensors[n.driver].down(to - 1)) {
        auto tried = w;
        advance(n, tried, to);
        if (to <= least || fits(n, tried)) {
            w = tried;
            return;
        }
    }
}

}  // namespace fusenet::nest
