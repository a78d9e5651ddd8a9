// stage_loops: the loops of one stage over the cells of its rows, as pseudo-code.
#pragma once

#include <fusenet/core/window.hpp>
#include <fusenet/report/code.hpp>
#include <fusenet/report/summary.hpp>

namespace fusenet::report {

class stage_loops {
public:
    /// `row` is the variable, or number, of the row that is made.
    stage_loops(const summary& s, const stage_entry& stage, std::string row, code& to)
        : s_(s), stage_(stage), row_(std::move(row)), to_(to) {}

    void write() {
        switch (stage_.is.does) {
            case plan::op::contraction: contraction(); break;
            case plan::op::depthwise: weighted_window(); break;
            case plan::op::fold: fold(); break;
            case plan::op::total: partial(); break;
            case plan::op::normalise: normalise(); break;
            case plan::op::copy: each_cell(here(stage_.is.in)); break;
            case plan::op::move: each_cell(words(name(stage_.is.in), "[source of (", row_, ", x, c)]")); break;
        }
    }

    /// What one thread does with the partials of a total when all rows are there.
    void finish_total() {
        const fold_entry& f = stage_.folds;
        to_.line(counting("c", 0, stage_.out.c));
        to_.begin();
        to_.line("v = partial[0][c]");
        to_.line(words(counting("r", 1, stage_.in.h), " v = ", put_in(f.merge, "partial[r][c]")));
        if (f.done != "v") to_.line(words("v = ", f.done));
        store();
        to_.end();
    }

    /// "rows 0 and 55, columns 0 and 55": where the window hangs over an edge.
    std::string peeled() const {
        const window& w = stage_.is.reads;
        const bool cuts = stage_.is.does == plan::op::contraction || stage_.is.does == plan::op::depthwise || stage_.is.does == plan::op::fold;
        if (!cuts || w.up != extent2(1)) return {};
        const std::string rows_cut = cut(stage_.in.h, stage_.out.h, w.top, w.reach_h(), w.stride.h);
        const std::string columns_cut = cut(stage_.in.w, stage_.out.w, w.left, w.reach_w(), w.stride.w);
        if (rows_cut.empty() && columns_cut.empty()) return {};
        return words(rows_cut.empty() ? "" : "rows ", rows_cut, rows_cut.empty() || columns_cut.empty() ? "" : ", ",
                     columns_cut.empty() ? "" : "columns ", columns_cut);
    }

private:
    const summary& s_;
    const stage_entry& stage_;
    std::string row_;
    code& to_;

    struct span {
        int first = 0, end = 0;
    };
    /// Of `made` positions along an axis, those that see their whole window.
    static span whole(int in, int made, int before, int reach, int stride) {
        const int first = std::min(made, (before + stride - 1) / stride);
        const int end = in + before < reach ? first : std::max(first, std::min(made, (in + before - reach) / stride + 1));
        return {first, end};
    }
    span whole_columns() const {
        const window& w = stage_.is.reads;
        if (w.up != extent2(1)) return {0, stage_.out.w};
        return whole(stage_.in.w, stage_.out.w, w.left, w.reach_w(), w.stride.w);
    }
    static std::string cut(int in, int made, int before, int reach, int stride) {
        const span inner = whole(in, made, before, reach, stride);
        if (inner.first >= inner.end) return "all";
        auto range = [](int first, int last) { return first == last ? words(first) : words(first, '-', last); };
        std::string shown = inner.first > 0 ? range(0, inner.first - 1) : "";
        if (inner.end < made) add(shown, shown.empty() ? "" : " and ", range(inner.end, made - 1));
        return shown;
    }

    const std::string& name(int t) const { return s_.tensors[t].name; }
    std::string cell(int t, std::string_view row, std::string_view column, std::string_view channel) const {
        const plan::tensor& x = s_.tensors[t].is;
        std::string at = name(t);
        if (x.extent.h > 1) add(at, '[', row, ']');
        if (x.extent.w > 1) add(at, '[', column, ']');
        return words(at, '[', x.channel > 0 ? words(x.channel, " + ") : "", channel, ']');
    }
    std::string here(int t) const { return cell(t, row_, "x", "c"); }

    /// The index along an axis that tap `tap` of the window reads.
    static std::string tapped(std::string_view at, std::string_view tap, int k, int stride, int before, int dilation, int up) {
        std::string index = affine(at, stride, 0);
        if (k > 1) add(index, " + ", affine(tap, dilation, 0));
        if (before != 0) add(index, before > 0 ? " - " : " + ", before > 0 ? before : -before);
        return up > 1 ? words('(', index, ") / ", up) : index;
    }
    std::string source(std::string_view channel) const {
        const window& w = stage_.is.reads;
        return cell(stage_.is.in, tapped(row_, "ky", w.kh, w.stride.h, w.top, w.dilation.h, w.up.h),
                    tapped("x", "kx", w.kw, w.stride.w, w.left, w.dilation.w, w.up.w), channel);
    }
    std::string taps() const {
        const window& w = stage_.is.reads;
        std::string loops;
        if (w.kh > 1) add(loops, counting("ky", 0, w.kh));
        if (w.kw > 1) add(loops, loops.empty() ? "" : " ", counting("kx", 0, w.kw));
        return loops;
    }
    std::string weight(std::string_view last) const {
        const window& w = stage_.is.reads;
        auto tap = [&](std::string_view at, int k) {
            if (k == 1) return std::string();
            return stage_.known.transposed ? words('[', k - 1, " - ", at, ']') : words('[', at, ']');
        };
        return words("weight", tap("ky", w.kh), tap("kx", w.kw), last);
    }
    static std::string put_in(std::string expression, std::string_view value) {
        for (std::size_t at = expression.find('@'); at != std::string::npos; at = expression.find('@', at + value.size()))
            expression.replace(at, 1, value);
        return expression;
    }

    void store() {
        for (const step_entry& step : stage_.steps) {
            const int other = step.is.other;
            if (step.expression == "v") continue;
            const std::string value = other < 0 ? step.expression : put_in(step.expression, here(other));
            to_.line(words("v = ", value), value.rfind(step.label, 0) == 0 ? "" : step.label);
        }
        to_.line(words(here(stage_.is.out), " = v"));
    }
    /// Loops over columns, `cells` at a time; returns how many blocks they opened.
    int columns_loop(int from, int end, int cells, std::string_view comment) {
        if (stage_.out.w <= 1) return 0;
        to_.line(counting("x", from, end, cells), comment);
        to_.begin();
        return 1;
    }
    int channels_loop(int from, int end, int step, std::string_view comment) {
        to_.line(counting("c", from, end, step), comment);
        to_.begin();
        return 1;
    }

    void contraction() {
        const int groups = stage_.is.groups, to = stage_.out.c / groups, from = stage_.in.c / groups;
        const schedule::tile_shape tile = stage_.tile;
        const bool one_cell = stage_.out.h * stage_.out.w <= 1;
        const std::string width = several(tile.vectors * s_.machine.lanes, "channel");
        int blocks = 0;
        if (groups > 1) to_.line(counting("g", 0, groups), "groups of channels"), to_.begin(), ++blocks;
        const span columns = whole_columns();
        blocks += columns_loop(columns.first, columns.end, tile.rows, "");
        blocks += channels_loop(0, to, tile.vectors * s_.machine.lanes,
                                one_cell ? words(width, " in registers")
                                         : words("a tile of ", tile.rows, " cells x ", width, " in registers"));
        const std::string channel = groups > 1 ? words("g*", from, " + i") : "i";
        to_.line(words("v = bias[", groups > 1 ? words("g*", to, " + c") : "c", ']'));
        const std::string outer = taps();
        to_.line(words(outer, outer.empty() ? "" : " ", counting("i", 0, from)),
                 stage_.is.reads.up == extent2(1) ? "" : "where the index is a whole number");
        to_.begin();
        to_.line(words("v += ", source(channel), " * ", weight(groups > 1 ? "[g][i][c]" : "[i][c]")));
        to_.end();
        store();
        to_.end(blocks);
    }

    void weighted_window() {
        int blocks = whole_window_loops();
        to_.line("v = bias[c]");
        each_tap(words("v += ", source("c"), " * ", weight("[c]")));
        store();
        to_.end(blocks);
    }
    void fold() {
        int blocks = whole_window_loops();
        to_.line(words("v = ", stage_.folds.first));
        each_tap(words("v = ", put_in(stage_.folds.step, source("c"))));
        if (stage_.folds.done != "v") to_.line(words("v = ", stage_.folds.done));
        store();
        to_.end(blocks);
    }
    void each_tap(const std::string& statement) {
        const std::string loops = taps();
        if (loops.empty()) return to_.line(statement);
        to_.line(loops);
        to_.begin();
        to_.line(statement);
        to_.end();
    }
    int whole_window_loops() {
        const span columns = whole_columns();
        const bool all = columns.first >= columns.end;
        const int blocks = columns_loop(all ? 0 : columns.first, all ? stage_.out.w : columns.end, 1, "");
        return blocks + channels_loop(0, stage_.out.c, s_.machine.lanes, "a vector of channels");
    }

    void partial() {
        const int blocks = channels_loop(0, stage_.in.c, s_.machine.lanes, "each row has a partial result of its own");
        to_.line(words("v = ", stage_.folds.first));
        to_.line(words(counting("x", 0, stage_.in.w), " v = ", put_in(stage_.folds.step, here(stage_.is.in))));
        to_.line(words("partial[", row_, "][c] = v"));
        to_.end(blocks);
    }

    void normalise() {
        const bool by_space = stage_.known.over == axis::space, near = stage_.known.over == axis::channel_window;
        int blocks = by_space ? 0 : columns_loop(0, stage_.out.w, 1, "");
        const std::string over = by_space ? "all cells" : near ? words(stage_.known.span, " channels around c") : "the cell's channels";
        const std::string part = stage_.is.groups > 1 ? words(", in each of ", stage_.is.groups, " groups") : "";
        const std::string cell = here(stage_.is.in);
        std::string given;
        for (int k = 0; k < stage_.statistics.count(); ++k) {
            to_.line(words('s', k, " = ", put_in(stage_.statistics[k], cell)), words("over ", over, part));
            add(given, ", s", k);
        }
        const int rows = by_space && stage_.out.h > 1 ? 1 : 0;
        if (rows) to_.line(counting(row_, 0, stage_.out.h)), to_.begin();
        blocks += rows + (by_space ? columns_loop(0, stage_.out.w, 1, "") : 0);
        blocks += channels_loop(0, stage_.out.c, s_.machine.lanes, "");
        to_.line(words("v = ", stage_.name, "(", cell, given, ")"));
        store();
        to_.end(blocks);
    }

    void each_cell(const std::string& value) {
        int blocks = columns_loop(0, stage_.out.w, 1, "");
        blocks += channels_loop(0, stage_.out.c, s_.machine.lanes, "a vector of channels");
        to_.line(words("v = ", value), stage_.is.does == plan::op::move ? stage_.label : "");
        store();
        to_.end(blocks);
    }
};

}  // namespace fusenet::report
