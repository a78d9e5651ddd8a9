// by_demand: a nest walked row by row: each row is made when another cannot be made without it, so that bands are as low
// as they can be.
#pragma once

#include <cstdint>
#include <fusenet/core/problem.hpp>
#include <fusenet/nest/nest.hpp>

namespace fusenet::nest {

/// One more row of a tensor. Before it is made the band drops its first `drop` rows, and the others move to its front.
struct event {
    short tensor = 0;
    int drop = 0;
};
/// As a program holds it: two bytes where rows are dropped by few.
template <class T>
struct stored_event {
    std::uint8_t tensor = 0;
    T drop = 0;
};

/// Where such a walk stands: of every local tensor the rows [base, have) exist.
template <int S>
struct demand {
    int base[nest<S>::capacity]{}, have[nest<S>::capacity]{};

    /// Makes all rows of the nest, and calls f(event) for each, after `base` has moved and before the row exists.
    template <class F>
    constexpr void walk(const nest<S>& n, F f) {
        for (int t = 0; t < n.tensor_count; ++t)
            if (n.tensors[t].given) have[t] = n.tensors[t].height;
        if (n.tensors[n.driver].given) have[n.driver] = 0;  // what a total reads
        need(n, n.driver, n.height(), f);
    }

private:
    template <class F>
    constexpr void need(const nest<S>& n, int t, int end, F& f) {
        while (have[t] < end) {
            const rows next{have[t], have[t] + 1};
            for (int i = 0; i < S; ++i)
                if (n.stages[i].out == t)
                    detail::each_read(n, n.stages[i], next, [&](int read, rows r) {
                        if (!n.tensors[read].given) need(n, read, r.end, f);
                    });
            event e{static_cast<short>(t)};
            if (n.tensors[t].band()) {
                const int low = lowest_read(n, t);
                e.drop = low - base[t];
                base[t] = low;
            }
            f(e);
            ++have[t];
        }
    }

    /// The first row of band `t` that is still to be read, or the one that does not exist yet.
    constexpr int lowest_read(const nest<S>& n, int t) const {
        int low = have[t];
        for (int i = 0; i < S; ++i) {
            const int worked = worked_by(n.stages[i]), at = have[worked];
            if (worked == t || at >= n.tensors[worked].height) continue;
            detail::each_read(n, n.stages[i], {at, at + 1}, [&](int read, rows r) {
                if (read == t && r.first < low) low = r.first;
            });
        }
        return low;
    }
};

/// How many rows there are to make.
template <int S>
constexpr int count_events(const nest<S>& n) {
    int count = 0;
    demand<S>().walk(n, [&](event) { ++count; });
    return count;
}

/// The most rows that are dropped at once.
template <int S>
constexpr int most_dropped(const nest<S>& n) {
    int most = 0;
    demand<S>().walk(n, [&](event e) { most = e.drop > most ? e.drop : most; });
    return most;
}

template <int Count, class T>
struct event_list {
    stored_event<T> all[Count]{};
};

/// All rows in the order in which they are made.
template <int Count, class T, int S>
constexpr event_list<Count, T> events_of(const nest<S>& n) {
    event_list<Count, T> list;
    int k = 0;
    demand<S>().walk(n, [&](event e) { list.all[k++] = {static_cast<std::uint8_t>(e.tensor), static_cast<T>(e.drop)}; });
    return list;
}

/// Sizes the bands for that; each lives as long as the nest.
template <int S>
constexpr void size_bands(nest<S>& n) {
    n.step = 1;
    demand<S> w;
    w.walk(n, [&](event e) {
        local& b = n.tensors[e.tensor];
        b.keeps = true;
        const int rows = w.have[e.tensor] - w.base[e.tensor] + 1;
        if (b.band() && rows > b.rows) b.rows = rows;
    });
}

/// How many rows of tensor `t` are dropped at a time, if it is always the same number; 0 if none are; else -1.
template <int S>
constexpr int rows_dropped(const nest<S>& n, int t) {
    int always = 0;
    demand<S>().walk(n, [&](event e) {
        if (e.tensor == t && e.drop > 0) always = always == 0 || always == e.drop ? e.drop : -1;
    });
    return always;
}

/// Whether every row is made once, in order, from rows that exist, in bands that hold them.
template <int S>
constexpr problem verify_demand(const nest<S>& n, int number) {
    problem p;
    int base[nest<S>::capacity]{}, have[nest<S>::capacity]{};
    demand<S>().walk(n, [&](event e) {
        const int t = e.tensor, y = have[t];
        base[t] += e.drop;
        if (n.tensors[t].band() && (e.drop > n.tensors[t].rows || base[t] > y || y + 1 - base[t] > n.tensors[t].rows))
            p.say("nest ", number, ": row ", y, " of tensor ", n.tensors[t].tensor, " exceeds its band");
        have[t] = y + 1;
        for (int i = 0; i < S; ++i) {
            if (worked_by(n.stages[i]) != t) continue;
            detail::each_read(n, n.stages[i], {y, y + 1}, [&](int read, rows r) {
                const local& l = n.tensors[read];
                const int end = l.given ? l.height : have[read];
                if (r.first < r.end && (r.first < base[read] || r.end > end))
                    p.say("nest ", number, ": stage ", i, " of it reads rows ", r.first, " to ", r.end, " of tensor ", l.tensor,
                          ", of which ", base[read], " to ", end, " exist");
            });
        }
    });
    for (int t = 0; t < n.tensor_count; ++t)
        if (n.tensors[t].result && have[t] != n.tensors[t].height && !n.totals)
            p.say("nest ", number, ": rows of its result are not made");
    return p;
}

}  // namespace fusenet::nest
