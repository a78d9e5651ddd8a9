// What is published of networks, counted from their plans: parameters, multiplications, names of tensors.
#pragma once

#include <fusenet/planned.hpp>
#include <string_view>

namespace fusenet::test {

/// Those that training changes: running statistics are no parameters.
template <const auto& Net>
constexpr long long trained() {
    long long count = 0;
    for (const parameter& p : planned<Net>::parameter_table())
        if (p.name.view().find("running_") == std::string_view::npos) count += p.extent.size();
    return count;
}

/// Multiplications of convolutions and dense layers.
template <const auto& Net>
constexpr long long multiplications() {
    long long count = 0;
    for (int n = 0; n < planned<Net>::written.node_count; ++n)
        if (const ir_node& node = planned<Net>::written.nodes[n]; node.is.kind == family::contraction)
            count += (node.is.flops - (node.is.bias ? node.out.size() : 0)) / 2;
    return count;
}

template <const auto& Net>
bool has(std::string_view name, dims extent) {
    for (const parameter& p : planned<Net>::parameter_table())
        if (p.name.view() == name) return p.extent == extent;
    return false;
}

}  // namespace fusenet::test
