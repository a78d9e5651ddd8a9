// overview: a plan in one screen: what goes in and out, what it costs, what rewriting and fusion changed.
#pragma once

#include <fusenet/report/columns.hpp>
#include <fusenet/report/summary.hpp>

namespace fusenet::report {

/// "fold_affine_after 49, drop_identity 1", or "none".
inline std::string rules_fired(const summary& s) {
    std::string fired;
    for (const rule_entry& rule : s.rules)
        if (rule.fired > 0) add(fired, fired.empty() ? "" : ", ", rule.name, ' ', rule.fired);
    return fired.empty() ? "none" : fired;
}

inline std::string target_assumed(const target& t) {
    return words(several(t.lanes, "lane"), ", ", several(t.registers, "register"), ", L1 ", bytes(t.l1), ", L2 ",
                 bytes(t.l2), ", L3 ", bytes(t.l3), ", ", several(t.cores, "core"), ", ", several(t.balance, "flop"),
                 " a byte");
}

/// "3.1x less", where there is less.
inline std::string saving(long long before, long long after) {
    if (after == 0 || before - after < before / 200) return {};
    return words(three_digits(static_cast<double>(before) / static_cast<double>(after)), "x less");
}

/// "978 KiB for one thread, all alive at once; 588 KiB more for each further one".
inline std::string arena_size(const summary& s) {
    std::string size = words(bytes(s.arena), " for one thread");
    if (s.arena > 0) add(size, ", ", s.arena == s.arena_bound ? "all" : bytes(s.arena_bound), " alive at once");
    if (s.arena_further > 0) add(size, "; ", bytes(s.arena_further), " more for each further one");
    if (s.images_together > 1)
        add(size, "; ", bytes(s.arena_together), " more for a batch, of which ", s.images_together,
            " images at a time pass nest ", s.tail, " and what follows together");
    return size;
}

inline std::string overview(const summary& s) {
    columns about("ll", {"network", ""});
    about.row("input", words(s.input_spelled().view(), ", ", bytes(bytes_of(s.input_type) * s.input.size())));
    for (int k = 0; k < s.outputs.count(); ++k)
        about.row(s.tensors[s.output_tensors[k]].name, words(s.outputs[k], ", ", bytes(4 * s.outputs[k].size())));
    about.row("parameters", words(several(s.parameters, "tensor"), ", ", amount(s.parameter_floats), " numbers, ",
                                  bytes(4 * s.parameter_floats), "; packed for the kernels ", bytes(s.weight_bytes)));
    about.row("arena", arena_size(s));
    if (s.streams) about.row("state", words(bytes(s.state), " that a signal keeps from piece to piece"));
    about.row("target", target_assumed(s.machine));
    about.row("rewrites", rules_fired(s));
    if (s.machine.least_memory)
        about.row("one core", words("without vectors, about: ", amount(s.work.products), " products, ", amount(s.work.instructions),
                                    " instructions, ", amount(s.work.cycles()), " cycles if it issues one at a time"));

    columns costs("lrrl", {"", "layer by layer", s.fuses ? "as planned" : "as planned (layer by layer)", ""});
    costs.row("passes", several(s.layers, "layer"), several(s.nests.count(), "nest"),
              words("of ", several(s.stages.count(), "stage")));
    costs.row("flops", amount(s.flops_written), amount(s.flops), saving(s.flops_written, s.flops));
    costs.row("bytes moved", bytes(s.layer_traffic), bytes(s.traffic), saving(s.layer_traffic, s.traffic));
    costs.row("arena", bytes(s.arena_layers), bytes(s.arena), saving(s.arena_layers, s.arena));
    return about.print() + '\n' + costs.print();
}

}  // namespace fusenet::report
