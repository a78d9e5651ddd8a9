// dot: the planned network for Graphviz: nests as clusters, stages as nodes, tensors as edges with extents and bytes.
#pragma once

#include <fusenet/report/stage_table.hpp>
#include <fusenet/report/wires.hpp>

namespace fusenet::report {

/// The text inside a quoted DOT string.
inline std::string dot_escaped(std::string_view plain) {
    std::string safe;
    for (char letter : plain) {
        if (letter == '"' || letter == '\\') safe.push_back('\\');
        safe.push_back(letter);
    }
    return safe;
}

namespace detail {

inline const char* dot_colour(plan::layer_class c) {
    constexpr const char* fills[] = {"#e3f0f9", "#fcebe0", "#efe7f8", "#e4f3e7", "#f7f0d5"};
    return fills[static_cast<int>(c)];
}

inline std::string dot_name(const summary& s, int end) {
    if (end < 0) return "input";
    return end < s.stages.count() ? words("stage", end) : words("output", end - s.stages.count());
}

}  // namespace detail

/// Solid edges are stored whole, dashed ones pass through a band of rows.
inline std::string dot(const summary& s) {
    std::string page = "digraph fusenet {\n  node [shape=box, style=\"rounded,filled\", fontname=\"Helvetica\"];\n"
                       "  edge [fontname=\"Helvetica\", fontsize=10];\n";
    add(page, "  input [label=\"input\\n", s.input_spelled().view(), "\", fillcolor=\"white\"];\n");
    for (int n = 0; n < s.nests.count(); ++n) {
        const nest_entry& nest = s.nests[n];
        add(page, "  subgraph cluster_", n, " {\n    label=\"nest ", n);
        if (nest.steps.count() > 1)
            add(page, ": ", several(nest.steps.count(), "step"), " of ", several(nest.step, "row"));
        add(page, "\"; fontname=\"Helvetica\"; style=\"rounded\";\n");
        for (int i = nest.range.first; i < nest.range.end; ++i) {
            const stage_entry& stage = s.stages[i];
            const std::string after = epilogue_of(s, stage);
            add(page, "    stage", i, " [label=\"", dot_escaped(stage.label), after.empty() ? "" : "\\n",
                dot_escaped(after), "\", fillcolor=\"", detail::dot_colour(stage.is.bound), "\"];\n");
        }
        page.append("  }\n");
    }
    for (int k = 0; k < s.outputs.count(); ++k)
        add(page, "  output", k, " [label=\"output\\n", s.outputs[k], "\", fillcolor=\"white\"];\n");
    for (const wire& l : wires_of(s)) {
        const shape extent = s.tensors[l.tensor].is.extent;
        add(page, "  ", detail::dot_name(s, l.from), " -> ", detail::dot_name(s, l.to), " [label=\"", extent, "\\n",
            bytes(4 * extent.size()), "\"", l.stored ? "" : ", style=dashed", "];\n");
    }
    return page + "}\n";
}

}  // namespace fusenet::report
