// reason: why a stage is of its class, in numbers.
#pragma once

#include <fusenet/plan/classify.hpp>
#include <fusenet/report/words.hpp>

namespace fusenet::report {

/// "55.1 flops/B > 16", against the target's balance; or "weights 5.12 MiB > 9.2 KiB" of maps.
inline std::string reason_for(const ir_node& n, plan::layer_class bound, const target& machine) {
    const long long tenths = plan::intensity_in_tenths(n);
    const std::string intensity = words(tenths / 10, '.', tenths % 10, " flops/B");
    switch (bound) {
        case plan::layer_class::compute_bound: return words(intensity, " > ", machine.balance);
        case plan::layer_class::parameter_bound:
            return words("weights ", bytes(4 * n.is.weights), " > ", bytes(4 * (n.in.size() + n.out.size())));
        case plan::layer_class::join: return words("joins ", n.inputs, " maps");
        case plan::layer_class::order_constrained: return "each step needs the one before";
        case plan::layer_class::io_bound: break;
    }
    return tenths < 10 * machine.balance ? words(intensity, " < ", machine.balance) : intensity;
}

}  // namespace fusenet::report
