// pseudo_code: a nest as the loops that an engineer would write by hand, with its real extents.
#pragma once

#include <algorithm>
#include <fusenet/report/row_loops.hpp>
#include <fusenet/report/stage_loops.hpp>
#include <fusenet/report/stage_table.hpp>

namespace fusenet::report {

class nest_code {
public:
    nest_code(const summary& s, int index) : s_(s), n_(s.nests[index]), index_(index), rows_(n_) {}

    /// "nest 3: stages 9-11, t8 [28x28x40] -> t12 [28x28x40]" and what it costs.
    std::string title() const {
        const int last = n_.range.end - 1;
        std::string shown = words("nest ", index_, ": stage", n_.range.size() == 1 ? " " : "s ", n_.range.first);
        if (n_.range.size() > 1) add(shown, '-', last);
        return words(shown, ", ", given(), " -> ", made());
    }
    std::string costs() const {
        std::string shown = words(amount(n_.flops), " flops");
        if (n_.weight_bytes > 0) add(shown, ", weights ", bytes(n_.weight_bytes));
        if (steps())
            add(shown, "; ", several(n_.steps.count(), "step"), rows_.even() ? " of " : " of up to ",
                several(n_.step, "row"));
        if (n_.band_bytes > n_.partial_bytes)
            add(shown, ", bands ", bytes(n_.band_bytes - n_.partial_bytes), " a thread");
        if (n_.partial_bytes > 0) add(shown, ", partial results ", bytes(n_.partial_bytes));
        return shown;
    }
    std::string shared() const {
        if (n_.shares == nest::split::none) return "one thread";
        if (n_.shares == nest::split::channels) return "threads share the channels";
        std::string twice;
        for (int t = 0; t < n_.tensors.count(); ++t)
            if (n_.made_twice[t] > 0) add(twice, twice.empty() ? "" : ", ", n_.made_twice[t], " of ", name(t));
        return twice.empty() ? "threads share the rows" : words("threads share the rows; a seam makes twice: ", twice);
    }

    std::string body() const {
        code to(1);
        declare(to);
        if (steps()) {
            if (rows_.even())
                to.line(counting("y", 0, n_.height, n_.step),
                        words("rows [y, ", rows_.end_of_step(), ") of ", driver()));
            else to.line(words("for (y = 0; y < ", n_.height, "; y = e)"), words("rows [y, e) of ", driver()));
            to.begin();
            if (!rows_.even()) to.line(words("e = min(y + ", n_.step, ", ", n_.height, ")"));
        }
        for (int i = n_.range.first; i < n_.range.end; ++i) write_stage(i, to);
        if (steps()) to.end();
        if (n_.totals) {
            to.note("when all rows are there, one thread merges their partial results, in their order");
            stage_loops(s_, s_.stages[n_.range.end - 1], "r", to).finish_total();
        }
        return to.text();
    }

private:
    const summary& s_;
    const nest_entry& n_;
    int index_;
    row_motions rows_;

    bool steps() const { return n_.steps.count() > 1; }
    const std::string& name(int local) const { return s_.tensors[n_.tensors[local].tensor].name; }
    const std::string& driver() const { return name(n_.driver); }
    shape extent(int local) const { return s_.tensors[n_.tensors[local].tensor].is.extent; }

    /// "t6 [15x15x128]", or, where the nest writes some of its channels only, "t6 [15x15x128], channels 0-63".
    std::string made() const {
        const plan::tensor& root = s_.tensors[n_.range.result].is;
        int first = root.extent.c, last = -1;
        for (int i = n_.range.first; i < n_.range.end; ++i) {
            const plan::tensor& out = s_.tensors[s_.stages[i].is.out].is;
            if (out.storage != n_.range.result) continue;
            first = std::min(first, out.channel), last = std::max(last, out.channel + out.extent.c - 1);
        }
        const std::string all = words(s_.tensors[n_.range.result].name, ' ', root.extent);
        return first == 0 && last == root.extent.c - 1 ? all : words(all, ", channels ", first, '-', last);
    }
    std::string given() const {
        std::string shown;
        for (int t = 0; t < n_.tensors.count(); ++t)
            if (n_.tensors[t].given) add(shown, shown.empty() ? "" : ", ", name(t), ' ', extent(t));
        return shown;
    }

    void declare(code& to) const {
        std::string counters;
        for (int t = 0; t < n_.tensors.count(); ++t) {
            const nest::local& l = n_.tensors[t];
            if (!l.band()) continue;
            to.line(words("band ", name(t), '[', l.rows, "][", extent(t).w, "][", extent(t).c, ']'),
                    words(l.rows, " of ", l.height, " rows at a time, ", bytes(4 * l.floats())));
            if (t != n_.driver) add(counters, counter(t), " = ");
        }
        if (!counters.empty())
            to.line(words(counters, "0"), "rows made so far; a thread inside the map begins at its halo");
    }

    std::string counter(int local) const { return words('r', n_.tensors[local].tensor); }

    /// Whether a later stage of the nest makes rows of the same local: another slice of its channels.
    bool more_writers(int local, int stage) const {
        for (int i = stage - n_.range.first + 1; i < n_.stages.count(); ++i)
            if (n_.stages[i].does != plan::op::total && n_.stages[i].out == local) return true;
        return false;
    }

    void write_stage(int i, code& to) const {
        const stage_entry& stage = s_.stages[i];
        const nest::local_stage& local = n_.stages[i - n_.range.first];
        const int worked = nest::worked_by(local);
        const int height = n_.tensors[worked].height;

        std::string heading = words("stage ", i, ": ", stage.label, ", ", plan::name_of(stage.is.bound));
        if (!stage.path.empty()) add(heading, "; weights ", stage.path);
        to.note(heading);
        std::string row = "r";
        int blocks = 0;
        if (height > 1 && !needs_all_rows(stage)) {
            row = row_loop(i, worked, to);
            to.begin(), ++blocks;
        }
        stage_loops loops(s_, stage, row, to);
        if (const std::string cut = loops.peeled(); !cut.empty())
            to.note(words("peeled: ", cut, ", where the window is cut to what exists"));
        loops.write();
        to.end(blocks);
    }

    /// A statistic over the whole map has loops over rows of its own.
    static bool needs_all_rows(const stage_entry& stage) {
        return stage.is.does == plan::op::normalise && stage.known.over == axis::space;
    }

    /// The loop over the rows that a step makes; returns its variable.
    std::string row_loop(int i, int worked, code& to) const {
        const nest::local& l = n_.tensors[worked];
        if (!steps()) {
            to.line(counting("r", 0, l.height));
            return "r";
        }
        if (worked == n_.driver) {
            to.line(counting("r", "y", rows_.end_of_step()));
            return "r";
        }
        const std::string at = counter(worked);
        const bool last = !more_writers(worked, i);
        const std::string kept = rows_.kept(worked);
        if (l.keeps && kept != "0") {
            bool first = true;
            for (int k = n_.range.first; k < i; ++k) first = first && n_.stages[k - n_.range.first].out != worked;
            if (first) to.line(words("slide(", name(worked), ")"), words("to the band's front: its last ", kept));
        }
        const std::string end = rows_.end_of(worked);
        const std::string made = words("new rows: ", rows_.made(worked));
        if (last) to.line(counting(at, "", end.empty() ? words("wanted(", name(worked), ")") : end), made);
        else to.line(counting("r", at, end.empty() ? words("wanted(", name(worked), ")") : end), made);
        return last ? at : "r";
    }
};

/// All nests, one after the other.
inline std::string pseudo_code(const summary& s) {
    std::string page;
    for (int n = 0; n < s.nests.count(); ++n) {
        const nest_code nest(s, n);
        add(page, n > 0 ? "\n" : "", nest.title(), '\n', nest.costs(), '\n', nest.shared(), '\n', nest.body());
    }
    return page;
}

}  // namespace fusenet::report
