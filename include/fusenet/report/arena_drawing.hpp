// arena_drawing: the arena over time: nests and their stages from left to right, offsets from bottom to top.
#pragma once

#include <algorithm>
#include <fusenet/report/markup.hpp>
#include <fusenet/report/summary.hpp>

namespace fusenet::report {

class arena_drawing {
public:
    explicit arena_drawing(const summary& s)
        : s_(s),
          unit_(std::clamp(740 / s.stages.count(), 16, 100)),
          width_(left + s.stages.count() * unit_ + 16),
          to_(width_, top + tall + foot, "The arena over time") {}

    /// Rectangles are tensors that outlive a nest; hatched ones are bands and partials, in the stages that use them.
    std::string draw() {
        to_.define("<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
                   "patternTransform=\"rotate(45)\">"
                   "<rect class=\"hatch\" width=\"2\" height=\"6\"/></pattern>");
        axes();
        for (int t = 0; t < s_.tensors.count(); ++t)
            if (s_.tensors[t].offset >= 0) whole(t);
        for (int n = 0; n < s_.nests.count(); ++n) bands(n);
        return to_.finished();
    }

private:
    static constexpr int left = 74, top = 12, tall = 400, foot = 44;
    const summary& s_;
    int unit_, width_;
    drawing to_;

    int at_stage(int stage) const { return left + stage * unit_; }
    int at_offset(long long offset) const {
        return top + tall - static_cast<int>(s_.arena > 0 ? offset * tall / s_.arena : 0);
    }

    void axes() {
        long long step = 64;
        while (step * 6 < s_.arena) step *= 2;
        for (long long at = 0; at <= s_.arena; at += step) {
            to_.path("grid", words('M', left, ' ', at_offset(at), 'H', width_ - 16));
            to_.label("tick right", left - 8, at_offset(at) + 4, bytes(at));
        }
        int labelled = -100;
        for (int n = 0; n < s_.nests.count(); ++n) {
            const int x = at_stage(s_.nests[n].range.first), middle = (x + at_stage(s_.nests[n].range.end)) / 2;
            to_.path("grid", words('M', x, ' ', top, 'V', top + tall + 6));
            if (middle - labelled < 16) continue;
            to_.label("tick centred", middle, top + tall + 18, words(n));
            labelled = middle;
        }
        to_.path("grid", words('M', at_stage(s_.stages.count()), ' ', top, 'V', top + tall + 6));
        to_.label("tick centred", (left + width_ - 16) / 2, top + tall + 36, "nests, each as wide as it has stages");
    }

    void block(std::string_view style, std::string_view hint, std::string_view name, std::string_view more, int from,
               int end, long long offset, long long size, bool hatched) {
        const int x = at_stage(from) + 1, y = at_offset(offset + size), w = at_stage(end) - at_stage(from) - 2,
                  h = std::max(2, at_offset(offset) - y - 1);
        to_.begin(words("block ", style), hint);
        to_.rectangle("face", x, y, w, h, 2);
        if (hatched) to_.rectangle("hatched", x, y, w, h, 2);
        const std::string shown = fitted(words(name, more), w - 4, 5.8);
        const bool long_fits = !more.empty() && shown.size() == name.size() + more.size();
        if (h >= 12 && w >= static_cast<int>(name.size()) * 6 + 2)
            to_.label("centred", x + w / 2, y + h / 2 + 4, long_fits ? shown : std::string(name));
        to_.end();
    }

    void whole(int t) {
        const tensor_entry& e = s_.tensors[t];
        const stage_entry& maker = s_.stages[e.is.last_write];
        block(style_of(maker.is.bound),
              words(e.name, ' ', e.is.extent, ", ", bytes(e.bytes()), " at ", e.offset, ", nests ", e.first_nest,
                    " to ", e.last_nest, "\nmade by ", maker.label),
              e.name, words(' ', e.is.extent), s_.nests[e.first_nest].range.first, end_of(t), e.offset, e.bytes(),
              false);
    }

    /// Up to which stage a tensor is drawn: until another takes its place.
    int end_of(int t) const {
        for (const tensor_entry& other : s_.tensors)
            if (other.takes_place_of == t) return s_.nests[other.first_nest].range.first;
        return s_.nests[s_.tensors[t].last_nest].range.end;
    }

    void bands(int n) {
        const nest_entry& nest = s_.nests[n];
        const int first = nest.range.first;
        for (const nest::local& l : nest.tensors) {
            if (!l.band()) continue;
            const tensor_entry& e = s_.tensors[l.tensor];
            const int from = l.keeps ? first : first + l.first, end = l.keeps ? nest.range.end : first + l.last + 1;
            block(style_of(s_.stages[e.is.last_write].is.bound),
                  words("band of ", e.name, ": ", l.rows, " of ", l.height, " rows, ", bytes(4 * l.floats()), " at ",
                        nest.bands_at + 4 * l.offset, l.keeps ? "; some rows outlive a step" : ""),
                  e.name, words(": ", several(l.rows, "row")), from, end, nest.bands_at + 4 * l.offset, 4 * l.floats(),
                  true);
        }
        if (nest.partial_bytes > 0)
            block("", words("partial results of each row, ", bytes(nest.partial_bytes)), "partials", "", first,
                  nest.range.end, nest.bands_at + nest.partials_at, nest.partial_bytes, true);
    }
};

}  // namespace fusenet::report
