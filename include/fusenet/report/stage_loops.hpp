// stage_loops: the loops of one stage over the cells of its rows, as pseudo-code.
#pragma once

#include <fusenet/report/stage_cells.hpp>

namespace fusenet::report {

class stage_loops : public stage_cells {
public:
    stage_loops(const summary& s, const stage_entry& stage, std::string row, code& to)
        : stage_cells(s, stage, std::move(row)), to_(to) {}

    void write() {
        switch (stage_.is.does) {
            case plan::op::contraction: contraction(); break;
            case plan::op::depthwise: weighted_window(); break;
            case plan::op::fold: fold(); break;
            case plan::op::total: partial(); break;
            case plan::op::normalise: normalise(); break;
            case plan::op::recurrence: recurrence(); break;
            case plan::op::history: each_cell(words(name(stage_.is.in), "[x], behind the cells kept of earlier pieces")); break;
            case plan::op::convert: each_cell(words("float(", source_value(), ')')); break;
            case plan::op::copy: each_cell(here(stage_.is.in)); break;
            case plan::op::lookup: each_cell(words("weight[row of ", cell(stage_.is.in, row_, "x", "0"), "][c]")); break;
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

private:
    code& to_;

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

    /// Winograd's way: as many outputs by fewer products.
    void tiles() {
        const int outputs = stage_.is.tile, points = outputs + 2;
        const std::string last = words(points * points), square = words(outputs, 'x', outputs);
        to_.line(words("for each ", several(stage_.tiles, "tile"), " of ", square, " cells of ", here(stage_.is.out)),
                 words("Winograd's F(", square, ", 3x3)"));
        to_.begin();
        to_.line(words("u = Bt * (the ", points, 'x', points, " cells under a tile) * B"),
                 words("of ", several(stage_.in.c, "channel")));
        to_.line(words(counting("p", 0, points * points), ' ', counting("c", 0, stage_.out.c, stage_.tile.vectors * s_.machine.lanes),
                       ' ', counting("i", 0, stage_.in.c)),
                 words("a tile of ", stage_.tile.rows, " tiles x ", stage_.tile.vectors * s_.machine.lanes, " channels in registers"));
        to_.begin();
        to_.line("m[p][c] += u[p][i] * weight[p][i][c]");
        to_.end();
        to_.line("v = At * m * A + bias[c]", words("the ", square, " cells"));
        store();
        to_.end();
    }

    /// Strassen's way: of two cells at a time, by halves of the channels.
    void quarters() {
        const int width = stage_.tile.vectors * s_.machine.lanes;
        to_.line(words("for each pair of cells of ", here(stage_.is.out)), "Strassen's seven products of quarters");
        to_.begin();
        to_.line("s = the halves of two cells and their sums", words("of ", several(stage_.in.c, "channel")));
        to_.line(words(counting("p", 0, 7), ' ', counting("c", 0, stage_.out.c / 2, width), ' ', counting("i", 0, stage_.in.c / 2)),
                 words("a tile of ", stage_.tile.rows, " pairs x ", several(width, "channel"), " in registers"));
        to_.begin();
        to_.line("m[p][c] += s[p][i] * weight[p][i][c]");
        to_.end();
        to_.line("v = sums of m + bias[c]", "both cells, both halves");
        store();
        to_.end();
    }

    void contraction() {
        if (stage_.is.tile) return tiles();
        if (stage_.is.strassen) return quarters();
        const int groups = stage_.is.groups, to = stage_.out.c / groups, from = stage_.in.c / groups;
        const bool shared = groups_together(groups, from, to, stage_.is.reads, s_.machine) > 0;
        if (shared && !stage_.known.transposed) return small_groups(from, to);
        const tile_shape tile = stage_.tile;
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

    void small_groups(int from, int to) {
        int blocks = whole_window_loops();
        to_.line("v = bias[c]");
        const std::string outer = taps();
        to_.line(words(outer, outer.empty() ? "" : " ", counting("i", 0, from)));
        to_.begin();
        to_.line(words("v += ", source(words("c / ", to, " * ", from, " + i")), " * ", weight("[c][i]")));
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
        const axis over = stage_.known.over;
        const std::string part = stage_.is.groups > 1 ? words(", in each of ", stage_.is.groups, " groups") : "";
        int blocks = 0;
        std::string given;
        if (over == axis::space) {
            given = statistics(words("over all cells", part));
            if (stage_.out.h > 1) to_.line(counting(row_, 0, stage_.out.h)), to_.begin(), ++blocks;
        }
        blocks += columns_loop(0, stage_.out.w, 1, "");
        if (over == axis::channels) given = statistics(words("over the cell's channels", part));
        blocks += channels_loop(0, stage_.out.c, s_.machine.lanes, "");
        if (over == axis::channel_window) given = statistics(words("over ", stage_.known.span, " channels around c"));
        to_.line(words("v = ", stage_.name, '(', here(stage_.is.in), given, ')'));
        store();
        to_.end(blocks);
    }
    void recurrence() {
        const recurrence_facts& is = stage_.known.recurs;
        const int steps = stage_.in.w;
        const std::string begin = s_.streams ? "as the piece before left it" : "0";
        to_.line(words("h = ", begin, is.kept ? words(", kept = ", begin) : ""), words("the state, of ", several(is.units, "unit")));
        to_.line(is.reversed ? words("for x = ", steps - 1, " .. 0") : counting("x", 0, steps), "each step needs the one before");
        to_.begin();
        const std::string input = is.summed ? words(here(stage_.is.in), "[gates of u]") : words("weight_ih[u] * ", name(stage_.is.in), "[x]");
        to_.line(words(counting("u", 0, is.units, s_.machine.lanes), " s = ", input, " + weight_hh[u] * h + bias[u]"),
                 words(several(is.gates, "gate"), " of a vector of units in registers"));
        to_.line(words(is.projects ? "h = projection * " : "h = ", stage_.name, "(s, ", is.kept ? "h, kept)" : "h)"));
        if (!is.last) to_.line("v = h"), store();
        to_.end();
        if (is.last) to_.line("v = h"), store();
    }
    /// One line for each statistic; returns ", s0, s1".
    std::string statistics(std::string_view over) {
        std::string given;
        for (int k = 0; k < stage_.statistics.count(); ++k) {
            to_.line(words('s', k, " = ", put_in(stage_.statistics[k], here(stage_.is.in))), over);
            add(given, ", s", k);
        }
        return given;
    }

    /// A value of the caller's image, in its own order.
    std::string source_value() const {
        if (s_.input_layout == layout::nhwc) return here(stage_.is.in);
        const shape in = stage_.in;
        return words(name(stage_.is.in), "[c]", in.h > 1 ? words('[', row_, ']') : "", in.w > 1 ? "[x]" : "");
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
