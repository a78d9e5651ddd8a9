// explain<net>(std::cout): what the compiler planned, for people: as text, as a Graphviz graph, as a page of HTML.
#pragma once

#include <fusenet/report/dot.hpp>
#include <fusenet/report/gather.hpp>
#include <fusenet/report/html.hpp>
#include <fusenet/report/memory_map.hpp>
#include <fusenet/report/overview.hpp>
#include <fusenet/report/pseudo_code.hpp>
#include <fusenet/report/stage_table.hpp>
#include <ostream>

namespace fusenet {

namespace report {

template <const auto& Net, auto... Options>
summary summary_of() {
    summary s = gatherer<planned<Net, Options...>>::all();
    s.arena_layers = planned<Net, Options..., layer_by_layer>::arena_bytes;
    return s;
}

/// The whole text of explain.
inline std::string text_of(const summary& s) {
    return words(
        overview(s), "\nSTAGES: what bounds each, by its flops for each byte against the target's balance\n\n",
        stage_table(s),
        "\nNESTS: x, c and v stand for a whole tile of registers; loops over ky and kx are cut at the borders\n",
        s.machine.least_memory ? "Rows are made one by one, each when another cannot be made without it.\n\n" : "\n",
        pseudo_code(s), "\nMEMORY: the arena of one thread, in bytes\n\n", memory_map(s));
}

}  // namespace report

/// The plan as text of at most 120 columns: costs, the table of stages, every nest as loops, the memory map. Options as
/// of `compile`.
template <const auto& Net, auto... Options>
void explain(std::ostream& to) {
    to << report::text_of(report::summary_of<Net, Options...>());
}

/// For Graphviz: nests as clusters, stages as nodes, tensors as edges with their extents and bytes.
template <const auto& Net, auto... Options>
void explain_dot(std::ostream& to) {
    to << report::dot(report::summary_of<Net, Options...>());
}

/// One page for a browser, with everything in it: the graph, the arena over time, the stages, the nests as loops.
template <const auto& Net, auto... Options>
void explain_html(std::ostream& to) {
    to << report::html(report::summary_of<Net, Options...>());
}

}  // namespace fusenet
