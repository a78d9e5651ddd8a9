// stage_table: every stage in a line: what it does, its extents, its class and why, and what it does in registers.
#pragma once

#include <fusenet/report/columns.hpp>
#include <fusenet/report/summary.hpp>

namespace fusenet::report {

/// "[batchnorm] relu6 add(t4)": maps in brackets are part of the weights, the others run in registers.
inline std::string epilogue_of(const summary& s, const stage_entry& stage) {
    std::string all;
    auto next = [&](const std::string& part) { add(all, all.empty() ? "" : " ", part); };
    for (const std::string& map : stage.folded) next(words('[', map, ']'));
    for (const step_entry& step : stage.steps)
        next(step.is.other < 0 ? step.label : words(step.label, '(', s.tensors[step.is.other].name, ')'));
    return all;
}

/// Without brackets, which a table of extents does not need: "56x56x24".
inline std::string bare(shape extent) {
    const std::string shown = words(extent);
    return shown.substr(1, shown.size() - 2);
}

/// "I/O", "compute", "parameter", "join", "order".
inline std::string short_name(plan::layer_class c) {
    const std::string name = plan::name_of(c);
    return name.substr(0, name.find('-'));
}

inline std::string stage_table(const summary& s) {
    columns table("rrllllll", {"nest", "stage", "operation", "in", "out", "bound", "why", "[in weights] and after"});
    int nest = -1;
    for (int i = 0; i < s.stages.count(); ++i) {
        const stage_entry& stage = s.stages[i];
        table.row(stage.nest == nest ? std::string() : std::to_string(stage.nest), i, stage.label, bare(stage.in),
                  bare(stage.out), short_name(stage.is.bound), stage.reason, epilogue_of(s, stage));
        nest = stage.nest;
    }
    return table.print();
}

}  // namespace fusenet::report
