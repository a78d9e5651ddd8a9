// graph_layout: where stages, nests and edges stand in the drawn graph: nests from top to bottom in the order of time,
// stages in rows by what they need, branches side by side, edges that skip a row in channels on the right.
#pragma once

#include <algorithm>
#include <fusenet/report/links.hpp>

namespace fusenet::report {

struct place {
    int x = 0, y = 0, width = 0, height = 0;
    int bottom() const { return y + height; }
    int right() const { return x + width; }
    int middle() const { return x + width / 2; }
};

/// An edge; `channel` is -1 where it goes straight down to the next row, else its vertical's x.
struct route {
    link is;
    int channel = -1;
};

class graph_layout {
public:
    static constexpr int card_height = 38, row_gap = 16, pad = 11, gutter = 92, box_gap = 28, channel_gap = 10, ends = 28;

    explicit graph_layout(const summary& s) : s_(s) {
        for (const link& l : links_of(s)) routes.add({l, -1});
        for (int i = 0; i < s.stages.count(); ++i) cards.add({}), rank_.add(0), lane_.add(0);
        for (int n = 0; n < s.nests.count(); ++n) arrange(n);
        stack();
        for (int k = 0; k < routes.count(); ++k) assign_channel(routes[k]);
    }

    list<place> cards, boxes, outputs;  // of stages, nests and the network's outputs
    place input;
    list<route> routes;
    int width = 0, height = 0;

    /// Where an end of an edge stands.
    const place& at(int end) const {
        if (end < 0) return input;
        return end < cards.count() ? cards[end] : outputs[end - cards.count()];
    }

private:
    const summary& s_;
    list<int> rank_, lane_, lanes_, ranks_, inner_;  // of stages; of nests: how many lanes, ranks, channels inside
    struct taken {
        int nest, channel, top, bottom;  // nest -1: outside of all
    };
    list<taken> taken_;
    int boxes_right_ = 0;

    bool within(const link& l, int n) const {
        const nest_entry& nest = s_.nests[n];
        return l.from >= nest.range.first && l.to < nest.range.end;
    }

    /// Ranks by the longest way from the nest's beginning; a stage stands below its first maker if it is the first there.
    void arrange(int n) {
        const nest_entry& nest = s_.nests[n];
        list<int> last;  // stage of each lane
        int ranks = 1;
        for (int i = nest.range.first; i < nest.range.end; ++i) {
            int lane = -1;
            for (const route& r : routes) {
                if (r.is.to != i || !within(r.is, n)) continue;
                rank_[i] = std::max(rank_[i], rank_[r.is.from] + 1);
                if (lane < 0 && last[lane_[r.is.from]] == r.is.from) lane = lane_[r.is.from];
            }
            for (int k = 0; k < last.count() && lane < 0; ++k)
                if (done_before(last[k], i)) lane = k;
            if (lane < 0) lane = last.count(), last.add(i);
            lane_[i] = lane, last[lane] = i;
            ranks = std::max(ranks, rank_[i] + 1);
        }
        lanes_.add(last.count());
        ranks_.add(ranks);
    }
    /// Whether all readers of `stage` stand above stage i, so that the lane below it is free.
    bool done_before(int stage, int i) const {
        for (const route& r : routes)
            if (r.is.from == stage && (r.is.to >= i || rank_[r.is.to] >= rank_[i])) return false;
        return rank_[stage] < rank_[i];
    }

    void stack() {
        int lanes = 1;
        for (int n = 0; n < s_.nests.count(); ++n) lanes = std::max(lanes, lanes_[n]);
        const int card = lanes == 1 ? 300 : 230;
        const int inside = lanes * card + (lanes - 1) * row_gap;
        const int x = pad + gutter;
        for (int n = 0; n < s_.nests.count(); ++n) inner_.add(inner_channels(n));
        int most_inner = 0;
        for (int n = 0; n < s_.nests.count(); ++n) most_inner = std::max(most_inner, inner_[n]);
        boxes_right_ = x + inside + 2 * pad + most_inner * channel_gap;

        input = {x + inside / 2 - 80, 4, 160, ends};
        int y = input.bottom() + box_gap;
        for (int n = 0; n < s_.nests.count(); ++n) {
            const int tall = 2 * pad + ranks_[n] * card_height + (ranks_[n] - 1) * row_gap;
            boxes.add({pad, y, boxes_right_ - pad, tall});
            const int used = lanes_[n] * card + (lanes_[n] - 1) * row_gap;
            for (int i = s_.nests[n].range.first; i < s_.nests[n].range.end; ++i)
                cards[i] = {x + (inside - used) / 2 + lane_[i] * (card + row_gap), y + pad + rank_[i] * (card_height + row_gap), card,
                            card_height};
            y += tall + box_gap;
        }
        const int count = s_.outputs.count(), apart = inside / count;
        for (int k = 0; k < count; ++k)
            outputs.add({x + k * apart + apart / 2 - std::min(160, apart - 8) / 2, y, std::min(160, apart - 8), ends});
        height = y + ends + 6;
        width = boxes_right_ + pad;
    }

    /// Whether nothing stands between the ends of an edge.
    bool straight(const link& l) const {
        const int from_nest = l.from < 0 ? -1 : s_.stages[l.from].nest;
        const int to_nest = l.to < cards.count() ? s_.stages[l.to].nest : s_.nests.count();
        if (from_nest == to_nest) return rank_[l.to] == rank_[l.from] + 1;
        const bool last_row = l.from < 0 || rank_[l.from] == ranks_[from_nest] - 1;
        const bool first_row = l.to >= cards.count() || rank_[l.to] == 0;
        return to_nest == from_nest + 1 && last_row && first_row;
    }
    int inner_channels(int n) const {
        int count = 0;
        for (const route& r : routes) count += within(r.is, n) && !straight(r.is);
        return std::min(count, 4);
    }

    /// The first channel that is free along the edge; edges of the same maker share one.
    void assign_channel(route& r) {
        if (straight(r.is)) return;
        int nest = -1;
        if (r.is.from >= 0 && r.is.to < cards.count() && s_.stages[r.is.from].nest == s_.stages[r.is.to].nest)
            nest = s_.stages[r.is.from].nest;
        const int top = at(r.is.from).bottom(), bottom = at(r.is.to).y;
        int channel = 0;
        for (bool moved = true; moved;) {
            moved = false;
            for (const taken& t : taken_)
                if (t.nest == nest && t.channel == channel && t.top < bottom && top < t.bottom) ++channel, moved = true;
        }
        taken_.add({nest, channel, top, bottom});
        const int begin = nest < 0 ? boxes_right_ + channel_gap : boxes_right_ - pad - inner_[nest] * channel_gap + channel_gap / 2;
        r.channel = begin + channel * channel_gap;
        width = std::max(width, r.channel + channel_gap);
    }
};

}  // namespace fusenet::report
