// wires: who reads what whom made, as the edges of the drawn graph.
#pragma once

#include <fusenet/report/summary.hpp>

namespace fusenet::report {

/// From stage to stage. `from` is -1 for the network's input; `to` is the number of stages + k for output k.
struct wire {
    int from = -1, to = 0;
    int tensor = 0;       // as its maker wrote it
    bool stored = false;  // it is whole in memory; otherwise rows of it pass through a band
};

namespace detail {

/// Adds a wire for every stage before `to` that wrote some of the channels of tensor t.
inline void add_wires(const summary& s, int t, int to, list<wire>& wires) {
    const plan::tensor& read = s.tensors[t].is;
    auto fresh = [&](int from) {
        for (const wire& known : wires)
            if (known.from == from && known.to == to) return false;
        return true;
    };
    if (read.storage == 0) {
        if (fresh(-1)) wires.add({-1, to, 0, true});
        return;
    }
    for (int maker = 0; maker < s.stages.count() && maker < to; ++maker) {
        const plan::tensor& made = s.tensors[s.stages[maker].is.out].is;
        const bool meet = read.reshaped || made.reshaped ||
                          (made.channel < read.channel + read.extent.c && read.channel < made.channel + made.extent.c);
        if (made.storage != read.storage || !meet || !fresh(maker)) continue;
        const bool inside = to < s.stages.count() && s.stages[maker].nest == s.stages[to].nest;
        wires.add({maker, to, s.stages[maker].is.out, !inside});
    }
}

}  // namespace detail

inline list<wire> wires_of(const summary& s) {
    list<wire> wires;
    for (int i = 0; i < s.stages.count(); ++i) {
        detail::add_wires(s, s.stages[i].is.in, i, wires);
        for (const step_entry& step : s.stages[i].steps)
            if (step.is.other >= 0) detail::add_wires(s, step.is.other, i, wires);
    }
    for (int k = 0; k < s.output_tensors.count(); ++k)
        detail::add_wires(s, s.output_tensors[k], s.stages.count() + k, wires);
    return wires;
}

}  // namespace fusenet::report
