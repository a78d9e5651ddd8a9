// run: the slow, obvious meaning of a network, layer after layer as it is written, in float or in double.
#pragma once

#include <fusenet/backends/reference/cellwise.hpp>
#include <fusenet/backends/reference/contraction.hpp>
#include <fusenet/backends/reference/fold.hpp>
#include <fusenet/backends/reference/lookup.hpp>
#include <fusenet/backends/reference/move.hpp>
#include <fusenet/backends/reference/normalise.hpp>
#include <fusenet/backends/reference/recurrence.hpp>
#include <fusenet/core/error.hpp>
#include <fusenet/core/stated_values.hpp>
#include <fusenet/graph/described.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::reference {

namespace detail {

template <int Count, int Nodes>
layer_weights weights_of(const parameter_table<Count, Nodes>& table, int node, int count, const float* given) {
    layer_weights weights;
    for (int k = 0; k < count; ++k) {
        const parameter& p = table.all[table.first_of[node] + k];
        weights.given[k] = given + p.offset;
        weights.extent[k] = p.extent;
    }
    return weights;
}

template <class T, class L>
tensor<T> answer(const L& layer, const layer_weights& weights, const std::vector<const tensor<T>*>& in, shape made) {
    const tensor<T>& first = *in[0];
    if constexpr (input_layer_like<L>) {
        return first;
    } else if constexpr (join_layer<L>) {
        return join_branches(layer, in, made);
    } else if constexpr (concat_layer<L>) {
        return concat_branches(in, made);
    } else if constexpr (map_layer<L>) {
        return map_values(layer, weights, first);
    } else if constexpr (contraction_layer<L>) {
        layer_weights own = weights;
        const std::vector<float> stated = stated_values(layer, first.extent);
        if (!stated.empty()) own.given[0] = stated.data();
        if (layer.contracts(first.extent).transposed) return contract_transposed(layer, own, first, made);
        return contract(layer, own, first, made);
    } else if constexpr (fold_layer<L>) {
        return fold_windows(layer, first, made);
    } else if constexpr (recurrence_layer<L>) {
        return recur(layer, weights, first, made);
    } else if constexpr (lookup_layer<L>) {
        return look_up(layer, weights, first, made);
    } else if constexpr (move_layer<L>) {
        return move_values(layer, first, made);
    } else {
        return normalise_values(layer, weights, first);
    }
}

/// The caller's values as a map, whatever their type and order.
template <class T, class Element>
tensor<T> image_of(const ir_node& input, std::span<const Element> given) {
    const shape s = input.out;
    if (bytes_of(input.is.type) != sizeof(Element))
        raise(std::string("reference: the network reads ") + name_of(input.is.type) + ", got values of " +
              std::to_string(sizeof(Element)) + " bytes");
    if (std::cmp_not_equal(given.size(), s.size()))
        raise("reference: the network reads " + std::to_string(s.size()) + " values, got " + std::to_string(given.size()));
    tensor<T> image(s);
    const bool planes = input.is.ordered == layout::nchw;
    each_value(s, [&](int y, int x, int c) {
        const long long at = planes ? (1LL * c * s.h + y) * s.w + x : (1LL * y * s.w + x) * s.c + c;
        image.at(y, x, c) = T(given[static_cast<std::size_t>(at)]);
    });
    return image;
}

/// The layers of `g` in their order; see run.
template <class T, class Element, class G, int Nodes, int Edges, int Count>
std::vector<std::vector<T>> run_layers(const G& g, const ir<Nodes, Edges>& net, const parameter_table<Count, G::nodes>& table,
                                       const float* given, std::span<const Element> input) {
    std::vector<tensor<T>> made(static_cast<std::size_t>(G::nodes) + 1, tensor<T>());  // made[0] is the input
    made[0] = image_of<T>(net.nodes[0], input);
    const auto from = [&](int node) -> tensor<T>& { return made[static_cast<std::size_t>(node + 1)]; };
    g.each([&](int node, const auto& layer) {
        std::vector<const tensor<T>*> in;
        for (int k = g.first_edge[node]; k < g.first_edge[node + 1]; ++k) in.push_back(&from(g.from[k]));
        const ir_node& facts = net.nodes[node + 1];
        const layer_weights weights = detail::weights_of(table, node, facts.is.parameters, given);
        from(node) = detail::answer<T>(layer, weights, in, facts.out);
    });

    std::vector<std::vector<T>> outputs;
    for (int k = 0; k < G::outputs; ++k) outputs.push_back(from(g.out[k]).cells);
    return outputs;
}

}  // namespace detail

/// The outputs of `g`, in order. `net` and `table` are lower(g, ...) and name_parameters(g, ...) of the same graph,
/// `given` holds the parameters at the table's offsets. An input of another size or type than the network's is an error.
template <class T, class G, int Nodes, int Edges, int Count>
std::vector<std::vector<T>> run(const G& g, const ir<Nodes, Edges>& net, const parameter_table<Count, G::nodes>& table,
                                const float* given, std::span<const float> input) {
    return detail::run_layers<T>(g, net, table, given, input);
}
template <class T, class G, int Nodes, int Edges, int Count>
std::vector<std::vector<T>> run(const G& g, const ir<Nodes, Edges>& net, const parameter_table<Count, G::nodes>& table,
                                const float* given, std::span<const std::uint8_t> input) {
    return detail::run_layers<T>(g, net, table, given, input);
}

using fusenet::described;

/// The same for a network with static storage: reference::run<net>(given, input), in double unless said otherwise.
template <const auto& Net, class T = double, shape In = shape{}>
std::vector<std::vector<T>> run(const float* given, std::span<const float> input) {
    using all = described<Net, In>;
    return run<T>(Net, all::lowered.net, all::table, given, input);
}
template <const auto& Net, class T = double, shape In = shape{}>
std::vector<std::vector<T>> run(const float* given, std::span<const std::uint8_t> input) {
    using all = described<Net, In>;
    return run<T>(Net, all::lowered.net, all::table, given, input);
}

}  // namespace fusenet::reference
