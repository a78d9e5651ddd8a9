// graph_drawing: the planned network as a picture: nests as boxes, stages as cards in the colour of their class.
#pragma once

#include <fusenet/report/graph_layout.hpp>
#include <fusenet/report/markup.hpp>
#include <fusenet/report/pseudo_code.hpp>
#include <fusenet/report/stage_table.hpp>

namespace fusenet::report {

class graph_drawing {
public:
    explicit graph_drawing(const summary& s) : s_(s), at_(s), to_(at_.width, at_.height, "The network as it runs") {}

    int width() const { return at_.width; }

    std::string draw() {
        for (const char* arrow : {"arrow", "skip-arrow"})
            to_.define(words("<marker id=\"", arrow,
                             "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"6\" markerHeight=\"6\" "
                             "orient=\"auto\"><path class=\"",
                             arrow, "\" d=\"M0 0.5L8 4L0 7.5z\"/></marker>"));
        for (int n = 0; n < s_.nests.count(); ++n) nest_box(n);
        for (int k = 0; k < at_.routes.count(); ++k) edge(at_.routes[k]);
        for (int i = 0; i < s_.stages.count(); ++i) card(i);
        end_card(at_.input, words("input ", s_.input_spelled().view()), bytes_of(s_.input_type) * s_.input.size());
        for (int k = 0; k < s_.outputs.count(); ++k)
            end_card(at_.outputs[k], words(s_.tensors[s_.output_tensors[k]].name, ' ', s_.outputs[k]), 4 * s_.outputs[k].size());
        return to_.finished();
    }

private:
    const summary& s_;
    graph_layout at_;
    drawing to_;

    void nest_box(int n) {
        const place& p = at_.boxes[n];
        const nest_entry& nest = s_.nests[n];
        const nest_code code(s_, n);
        to_.begin("nest", words(code.title(), "\n", code.costs(), "\n", code.shared()));
        to_.rectangle("box", p.x, p.y, p.width, p.height, 8);
        const int x = p.x + 12, y = p.y + graph_layout::pad + 11;
        to_.label("head", x, y, words("nest ", n));
        to_.label("small", x, y + 13,
                  nest.steps.count() > 1 ? words(nest.steps.count(), " x ", several(nest.step, "row")) : "one pass");
        to_.label("small", x, y + 26, words(amount(nest.flops), " flops"));
        to_.end();
    }

    void card(int i) {
        const place& p = at_.cards[i];
        const stage_entry& stage = s_.stages[i];
        const std::string after = epilogue_of(s_, stage), made = bare(stage.out);
        to_.begin(words("card ", style_of(stage.is.bound)),
                  words("stage ", i, ": ", stage.label, "\n", stage.in, " -> ", stage.out, "\n",
                        plan::name_of(stage.is.bound), ": ", stage.reason, "\n", after, after.empty() ? "" : "\n",
                        amount(stage.is.flops), " flops, weights ", bytes(stage.is.weight_bytes()),
                        stage.path.empty() ? "" : "\n", stage.path));
        to_.rectangle("face", p.x, p.y, p.width, p.height, 5);
        const int extent_width = static_cast<int>(made.size()) * 7 + 6;
        to_.label("name", p.x + 9, p.y + 16, fitted(stage.label, p.width - 18 - extent_width, 7));
        to_.label("extent", p.right() - 9, p.y + 16, made);
        to_.label("small", p.x + 9, p.y + 30, fitted(after, p.width - 18, 5.8));
        if (static_cast<int>(after.size() + stage.reason.size()) * 58 / 10 < p.width - 26)
            to_.label("small right", p.right() - 9, p.y + 30, stage.reason);
        to_.end();
    }

    void end_card(const place& p, const std::string& name, long long size) {
        to_.begin("card", words(name, ", ", bytes(size)));
        to_.rectangle("face", p.x, p.y, p.width, p.height, 14);
        to_.label("name centred", p.middle(), p.y + 18, name);
        to_.end();
    }

    void edge(const route& r) {
        const place &from = at_.at(r.is.from), &to = at_.at(r.is.to);
        const tensor_entry& t = s_.tensors[r.is.tensor];
        const std::string what =
            words(t.name, ' ', t.is.extent, ", ", bytes(t.bytes()), r.is.stored ? "" : ", in a band");
        to_.begin(r.is.stored ? "edge" : "edge band", what);
        if (r.channel < 0) {
            const int x = from.middle(), y = from.bottom(), gap = (to.y - y) / 2;
            to_.path("line", x == to.middle() ? words('M', x, ' ', y, 'V', to.y - 1)
                                              : words('M', x, ' ', y, 'C', x, ' ', y + gap, ' ', to.middle(), ' ',
                                                      to.y - gap, ' ', to.middle(), ' ', to.y - 1));
            const bool room = r.is.stored && r.is.from >= 0 && r.is.to < s_.stages.count() && x == to.middle();
            if (room) to_.label("small", x + 10, (y + to.y) / 2 + 4, words(t.name, ", ", bytes(t.bytes())));
        } else {
            around(r, from, to);
        }
        to_.end();
    }

    /// Down out of the maker, right through the gap between rows, down the channel, and back.
    void around(const route& r, const place& from, const place& to) {
        constexpr int bend = 6;
        const int x = from.right() - 22, out = from.bottom() + 8, end = to.right() - 36, in = to.y - 8, c = r.channel;
        to_.path("line skip",
                 words('M', x, ' ', from.bottom(), 'V', out - bend, 'Q', x, ' ', out, ' ', x + bend, ' ', out, 'H',
                       c - bend, 'Q', c, ' ', out, ' ', c, ' ', out + bend, 'V', in - bend, 'Q', c, ' ', in, ' ',
                       c - bend, ' ', in, 'H', end + bend, 'Q', end, ' ', in, ' ', end, ' ', in + bend, 'V', to.y - 1));
    }
};

}  // namespace fusenet::report
