// graph_layout: where stages, nests and edges stand in the drawn graph: nests from top to bottom in the order of time,
// stages in rows by what they need, branches side by side, edges that skip a row in channels on the right.
#pragma once

#include <algorithm>
#include <fusenet/report/wires.hpp>

namespace fusenet::report {

struct place {
    int x = 0, y = 0, width = 0, height = 0;
    int bottom() const { return y + height; }
    int right() const { return x + width; }
    int middle() const { return x + width / 2; }
};

/// An edge; `channel` is -1 where it goes straight down to the next row, else its vertical's x.
struct route {
    wire is;
    int channel = -1;
};

class graph_layout {
public:
    static constexpr int card_height = 38, row_gap = 16, pad = 11, gutter = 92, box_gap = 28, channel_gap = 10,
                         ends = 28;

    explicit graph_layout(const summary& s) : s_(s) {
        for (const wire& l : wires_of(s)) routes.add({l, -1});
        for (int i = 0; i < s.stages.count(); ++i) cards.add({}), rank_.add(0), lane_.add(0);
        for (int n = 0; n < s.nests.count(); ++n) arrange(n);
        stack();
        assign_channels();
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
    /// A vertical that all edges share which carry the same memory and skip a row; nest -1: outside of all boxes.
    struct bus {
        int nest = -1, root = 0, top = 0, bottom = 0, channel = 0;
    };
    list<bus> buses_;
    int boxes_right_ = 0;

    bool within(const wire& l, int n) const {
        const nest_entry& nest = s_.nests[n];
        return l.from >= nest.range.first && l.to < nest.range.end;
    }

    /// Ranks by the longest way from the nest's beginning; a stage stands below its first maker if it is the first
    /// there.
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
        const int card = lanes == 1 ? 300 : 220;
        const int inside = lanes * card + (lanes - 1) * row_gap;
        const int x = pad + gutter;
        for (int n = 0; n < s_.nests.count(); ++n) inner_.add(inner_channels(n));
        int most_inner = 0;
        for (int n = 0; n < s_.nests.count(); ++n) most_inner = std::max(most_inner, inner_[n]);
        boxes_right_ = x + inside + 2 * pad + most_inner * channel_gap;

        const int wide = std::max(160, 7 * s_.input_spelled().length + 66);  // "input " and its edges
        input = {x + inside / 2 - wide / 2, 4, wide, ends};
        int y = input.bottom() + box_gap;
        for (int n = 0; n < s_.nests.count(); ++n) {
            const int tall = 2 * pad + ranks_[n] * card_height + (ranks_[n] - 1) * row_gap;
            boxes.add({pad, y, boxes_right_ - pad, tall});
            const int used = lanes_[n] * card + (lanes_[n] - 1) * row_gap;
            for (int i = s_.nests[n].range.first; i < s_.nests[n].range.end; ++i)
                cards[i] = {x + (inside - used) / 2 + lane_[i] * (card + row_gap),
                            y + pad + rank_[i] * (card_height + row_gap), card, card_height};
            y += tall + box_gap;
        }
        const int count = s_.outputs.count(), apart = inside / count;
        for (int k = 0; k < count; ++k)
            outputs.add({x + k * apart + apart / 2 - std::min(160, apart - 8) / 2, y, std::min(160, apart - 8), ends});
        height = y + ends + 6;
        width = boxes_right_ + pad;
    }

    /// Whether nothing stands between the ends of an edge.
    bool straight(const wire& l) const {
        const int from_nest = l.from < 0 ? -1 : s_.stages[l.from].nest;
        const int to_nest = l.to < cards.count() ? s_.stages[l.to].nest : s_.nests.count();
        if (from_nest == to_nest) return rank_[l.to] == rank_[l.from] + 1;
        const bool last_row = l.from < 0 || rank_[l.from] == ranks_[from_nest] - 1;
        const bool first_row = l.to >= cards.count() || rank_[l.to] == 0;
        return to_nest == from_nest + 1 && last_row && first_row;
    }
    int inner_channels(int n) const {
        list<int> roots;
        for (const route& r : routes) {
            const int root = s_.tensors[r.is.tensor].is.storage;
            const bool known = std::find(roots.begin(), roots.end(), root) != roots.end();
            if (within(r.is, n) && !straight(r.is) && !known) roots.add(root);
        }
        return std::min(roots.count(), 4);
    }

    int bus_of(const wire& l) {
        const bool inside = l.from >= 0 && l.to < cards.count() && s_.stages[l.from].nest == s_.stages[l.to].nest;
        const int nest = inside ? s_.stages[l.from].nest : -1, root = s_.tensors[l.tensor].is.storage;
        int at = 0;
        while (at < buses_.count() && (buses_[at].nest != nest || buses_[at].root != root)) ++at;
        if (at == buses_.count()) buses_.add({nest, root, this->at(l.from).bottom(), this->at(l.to).y, 0});
        return at;
    }

    /// Every bus gets the first channel that is free along its way.
    void assign_channels() {
        list<int> bus_at;
        for (const route& r : routes) {
            bus_at.add(straight(r.is) ? -1 : bus_of(r.is));
            if (bus_at.back() < 0) continue;
            bus& b = buses_[bus_at.back()];
            b.top = std::min(b.top, at(r.is.from).bottom()), b.bottom = std::max(b.bottom, at(r.is.to).y);
        }
        for (int k = 0; k < buses_.count(); ++k)
            for (bool moved = true; moved;) {
                moved = false;
                for (int j = 0; j < k; ++j) {
                    const bus &a = buses_[j], &b = buses_[k];
                    if (a.nest == b.nest && a.channel == b.channel && a.top < b.bottom && b.top < a.bottom)
                        ++buses_[k].channel, moved = true;
                }
            }
        for (int k = 0; k < routes.count(); ++k) {
            if (bus_at[k] < 0) continue;
            const bus& b = buses_[bus_at[k]];
            const int first = b.nest < 0 ? boxes_right_ + channel_gap
                                         : boxes_right_ - pad - inner_[b.nest] * channel_gap + channel_gap / 2;
            routes[k].channel = first + b.channel * channel_gap;
            width = std::max(width, routes[k].channel + channel_gap);
        }
    }
};

}  // namespace fusenet::report
