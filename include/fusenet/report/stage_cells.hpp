// stage_cells: how pseudo-code writes the cells that a stage reads and makes, and where its window hangs over an edge.
#pragma once

#include <algorithm>
#include <fusenet/core/window.hpp>
#include <fusenet/report/code.hpp>
#include <fusenet/report/summary.hpp>
#include <utility>

namespace fusenet::report {

class stage_cells {
public:
    /// `row` is the variable, or number, of the row that is made.
    stage_cells(const summary& s, const stage_entry& stage, std::string row)
        : s_(s), stage_(stage), row_(std::move(row)) {}

    /// "rows 0 and 55, columns 0 and 55": where the window hangs over an edge.
    std::string peeled() const {
        const window& w = stage_.is.reads;
        const bool cuts = stage_.is.does == plan::op::contraction || stage_.is.does == plan::op::depthwise ||
                          stage_.is.does == plan::op::fold;
        if (!cuts || w.up != extent2(1)) return {};
        const std::string rows_cut = cut(stage_.in.h, stage_.out.h, w.top, w.reach_h(), w.stride.h);
        const std::string columns_cut = cut(stage_.in.w, stage_.out.w, w.left, w.reach_w(), w.stride.w);
        if (rows_cut.empty() && columns_cut.empty()) return {};
        auto named = [](const char* what, const std::string& positions) {
            if (positions == "all") return words("all ", what, 's');
            return words(what, positions.find_first_of(" -") == std::string::npos ? " " : "s ", positions);
        };
        if (rows_cut.empty()) return named("column", columns_cut);
        return columns_cut.empty() ? named("row", rows_cut)
                                   : words(named("row", rows_cut), ", ", named("column", columns_cut));
    }

protected:
    const summary& s_;
    const stage_entry& stage_;
    std::string row_;

    struct span {
        int first = 0, end = 0;
    };
    /// Of `made` positions along an axis, those that see their whole window.
    static span whole(int in, int made, int before, int reach, int stride) {
        const int first = std::min(made, (before + stride - 1) / stride);
        const int end =
            in + before < reach ? first : std::max(first, std::min(made, (in + before - reach) / stride + 1));
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
    static std::string tapped(std::string_view at, std::string_view tap, int k, int stride, int before, int dilation,
                              int up) {
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
        for (std::size_t at = expression.find('@'); at != std::string::npos;
             at = expression.find('@', at + value.size()))
            expression.replace(at, 1, value);
        return expression;
    }
};

}  // namespace fusenet::report
