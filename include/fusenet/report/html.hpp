// html: a plan as one page that needs nothing else: the graph, the arena over time, the stages, the nests as loops.
#pragma once

#include <fusenet/report/arena_drawing.hpp>
#include <fusenet/report/graph_drawing.hpp>
#include <fusenet/report/overview.hpp>
#include <fusenet/report/style_sheet.hpp>

namespace fusenet::report {

namespace detail {

inline std::string tile(std::string_view value, std::string_view what, std::string_view more) {
    return words("<div class=\"tile\"><b>", escaped(value), "</b>", escaped(what), "<br/><span>", escaped(more),
                 "</span></div>\n");
}

inline std::string tiles(const summary& s) {
    auto against = [](long long before, long long after, std::string_view shown) {
        const std::string less = saving(before, after);
        return words(less, less.empty() ? "" : " than ", less.empty() ? "as much as " : "", shown, " layer by layer");
    };
    return words(
        "<div class=\"tiles\">\n",
        tile(several(s.nests.count(), "nest"), words("of ", several(s.stages.count(), "stage")),
             words("from ", several(s.layers, "layer"))),
        tile(amount(s.flops), "flops", words(amount(s.flops_written), " as written")),
        tile(bytes(s.traffic), "move through memory", against(s.layer_traffic, s.traffic, bytes(s.layer_traffic))),
        tile(bytes(s.arena), "arena", against(s.arena_layers, s.arena, bytes(s.arena_layers))),
        tile(bytes(s.weight_bytes), "packed weights",
             words(several(s.parameters, "tensor"), ", ", amount(s.parameter_floats), " numbers")),
        "</div>\n");
}

inline std::string class_legend(const summary& s, int width = 0) {
    std::string page =
        width > 0 ? words("<div class=\"legend\" style=\"width:", width, "px\">") : "<div class=\"legend\">";
    for (int c = 0; c <= static_cast<int>(plan::layer_class::order_constrained); ++c) {
        const auto bound = static_cast<plan::layer_class>(c);
        bool used = false;
        for (const stage_entry& stage : s.stages) used = used || stage.is.bound == bound;
        if (used)
            add(page, "<span><span class=\"chip ", style_of(bound), "\"></span>", plan::name_of(bound), "</span>");
    }
    return page;
}

inline std::string graph_section(const summary& s) {
    graph_drawing graph(s);
    return words("<section><h2>Network</h2>\n<p>Each box is one loop nest.</p>\n", class_legend(s, graph.width()),
                 "<span><span class=\"wire\"></span>stored whole</span><span><span class=\"wire dashed\"></span>rows "
                 "in a band</span>"
                 "<span><span class=\"wire skip\"></span>read later</span><span>[in brackets]: folded into "
                 "weights</span></div>\n"
                 "<div class=\"scroll\">\n",
                 graph.draw(), "</div></section>\n");
}

inline std::string arena_section(const summary& s) {
    std::string page =
        words("<section><h2>Arena over time</h2>\n<p>", arena_size(s), ". Input and outputs are the caller's.</p>\n");
    if (s.arena == 0) return page + "<p>Nothing has to be stored.</p></section>\n";
    add(page, class_legend(s),
        "<span><span class=\"chip striped\"></span>bands, in the stages that use them</span></div>\n",
        "<div class=\"scroll\">\n", arena_drawing(s).draw(), "</div></section>\n");
    return page;
}

inline std::string stage_section(const summary& s) {
    std::string page =
        words("<section><h2>Stages</h2>\n<p>What bounds each, by its flops for each byte against the target's ",
              s.machine.balance, ".</p>\n<div class=\"scroll\"><table>\n<tr>");
    for (const char* head : {"nest", "stage", "operation", "in", "out", "bound", "why", "[in weights] and after"})
        add(page, "<th>", head, "</th>");
    add(page, "<th class=\"number\">flops</th><th class=\"number\">weights</th></tr>\n");
    int nest = -1;
    for (int i = 0; i < s.stages.count(); ++i) {
        const stage_entry& stage = s.stages[i];
        auto cell = [&](std::string_view plain) { add(page, "<td>", escaped(plain), "</td>"); };
        const bool first = stage.nest != nest;
        add(page, first ? "<tr class=\"first\">" : "<tr>");
        cell(first ? words(stage.nest) : "");
        cell(words(i)), cell(stage.label), cell(bare(stage.in)), cell(bare(stage.out));
        add(page, "<td><span class=\"chip ", style_of(stage.is.bound), "\"></span>", short_name(stage.is.bound),
            "</td>");
        cell(stage.reason), cell(epilogue_of(s, stage));
        add(page, "<td class=\"number\">", amount(stage.is.flops), "</td><td class=\"number\">",
            stage.is.weights > 0 ? bytes(stage.is.weight_bytes()) : "", "</td></tr>\n");
        nest = stage.nest;
    }
    return page + "</table></div></section>\n";
}

inline std::string loops_section(const summary& s) {
    std::string page =
        "<section><h2>Nests as loops</h2>\n<p>x, c and v stand for a whole tile of registers; loops over ky and kx are "
        "cut at the borders.</p>\n";
    for (int n = 0; n < s.nests.count(); ++n) {
        const nest_code nest(s, n);
        add(page, n == 0 ? "<details open=\"open\">" : "<details>", "<summary>", escaped(nest.title()), "<br/><span>",
            escaped(words(nest.costs(), "; ", nest.shared())), "</span></summary>\n<pre>");
        const std::string body = nest.body();
        for (std::size_t at = 0; at < body.size();) {
            const std::size_t end = body.find('\n', at);
            const std::string_view line = std::string_view(body).substr(at, end - at);
            const std::size_t comment = std::min(line.find("// "), line.size());
            add(page, escaped(line.substr(0, comment)));
            if (comment < line.size()) add(page, "<i>", escaped(line.substr(comment)), "</i>");
            page.push_back('\n');
            at = end + 1;
        }
        page.append("</pre></details>\n");
    }
    return page + "</section>\n";
}

}  // namespace detail

/// Well-formed XML; no script, no other file.
inline std::string html(const summary& s) {
    std::string flow = words(s.input_spelled().view(), " -> ");
    for (int k = 0; k < s.outputs.count(); ++k) add(flow, k > 0 ? ", " : "", s.outputs[k]);
    return words("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta "
                 "charset=\"utf-8\"/>\n"
                 "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>fusenet plan</title>\n<style>",
                 style_sheet, "</style>\n</head>\n<body>\n<h1>", escaped(flow),
                 "</h1>\n<p>Target: ", escaped(target_assumed(s.machine)), ". Rewrites: ", escaped(rules_fired(s)),
                 ".</p>\n", detail::tiles(s), "<div class=\"columns\">\n<div>", detail::graph_section(s),
                 "</div>\n<div>", detail::arena_section(s), detail::stage_section(s), detail::loops_section(s),
                 "</div>\n</div>\n</body>\n</html>\n");
}

}  // namespace fusenet::report
