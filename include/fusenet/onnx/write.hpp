// try_write: a network and its weights in ONNX's terms, layer after layer as it is written, each in its own words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/core/stated_values.hpp>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/graph/graph.hpp>
#include <fusenet/graph/ir.hpp>
#include <fusenet/graph/names.hpp>
#include <fusenet/onnx/model.hpp>
#include <fusenet/onnx/recurrence_writer.hpp>
#include <fusenet/onnx/writer.hpp>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fusenet::onnx_files {

namespace detail {

inline port port_of(std::string name, shape of, int batch, element type = element::float32) {
    port p{std::move(name), layer_writer::extent_in_file(of), type};
    p.extent.insert(p.extent.begin(), std::int64_t{batch});
    return p;
}

/// Calls the outputs by their names, in all nodes; one that has a name already, or is the network's input, is copied.
inline void name_outputs(model& file, std::vector<value> ends) {
    for (std::size_t k = 0; k < ends.size(); ++k) {
        const std::string from = ends[k].name, name = file.outputs[k].name;
        bool is_made = false;
        for (node& n : file.nodes) is_made = is_made || n.outputs[0] == from;
        for (std::size_t j = 0; j < k; ++j) is_made = is_made && from != file.outputs[j].name;
        if (!is_made) {
            file.nodes.push_back({name, "Identity", {from}, {name}, {}});
            continue;
        }
        for (node& n : file.nodes) {
            if (n.outputs[0] == from) n.outputs[0] = name;
            for (std::string& read : n.inputs)
                if (read == from) read = name;
        }
        for (value& end : ends)
            if (end.name == from) end.name = name;
    }
}

template <class L>
concept has_form = requires(const L& layer, recurrence_writer& to, shape in) {
    value(layer.onnx(to, in));
};

}  // namespace detail

/// `net` and `table` are lower(g, ...) and name_parameters(g, ...) of the same graph, and `given` holds the parameters
/// at the table's offsets for as long as the model is used. A `batch` of 0 is as long as the caller wants. Fails on a
/// layer that has no ONNX form, and names it.
template <class G, int Nodes, int Edges, int Count>
result<model> try_write(const G& g, const ir<Nodes, Edges>& net, const parameter_table<Count, G::nodes>& table,
                        const float* given, int batch) {
    model file;
    std::vector<made> values(static_cast<std::size_t>(G::nodes) + 1);  // values[0] is the input
    values[0] = {{"input"}, net.nodes[0].out};
    file.inputs.push_back(detail::port_of("input", net.nodes[0].out, batch, net.nodes[0].is.type));

    std::string why;
    g.each([&](int i, const auto& layer) {
        using L = std::remove_cvref_t<decltype(layer)>;
        if (!why.empty()) return;
        const ir_node& n = net.nodes[i + 1];
        std::vector<made*> inputs;
        for (int k = g.first_edge[i]; k < g.first_edge[i + 1]; ++k)
            inputs.push_back(&values[static_cast<std::size_t>(g.from[k] + 1)]);
        recurrence_writer to(file,
                             {std::to_string(i) + "." + name_of<L>(),
                              n.is.kind,
                              n.out,
                              {table.all + table.first_of[i], static_cast<std::size_t>(n.is.parameters)},
                              parameters_of(layer, n.in),
                              given,
                              stated_values(layer, n.in)},
                             inputs);
        made& out = values[static_cast<std::size_t>(i) + 1];
        out.extent = n.out;
        if constexpr (detail::has_form<L>) {
            out.tensor = layer.onnx(to, n.in);
            out.flattened = n.is.kind == family::map ? inputs[0]->flattened : to.left_flattened();
            why = to.trouble();
        } else {
            why = "has no ONNX form: give it a member onnx(to, in)";
        }
        if (!why.empty())
            why = "layer " + std::to_string(i) + ", " + std::string(label_of(layer, n.in).view()) + ": " + why;
    });
    if (!why.empty()) return failure{why};

    std::vector<value> ends;
    for (int k = 0; k < G::outputs; ++k) {
        made& last = values[static_cast<std::size_t>(g.out[k] + 1)];
        const std::string name = G::outputs > 1 ? "output_" + std::to_string(k) : "output";
        file.outputs.push_back(detail::port_of(name, last.extent, batch));
        ends.push_back(layer_writer(file, {name + ".order", family::move, last.extent}, {&last}).input());
    }
    detail::name_outputs(file, std::move(ends));
    return file;
}

}  // namespace fusenet::onnx_files
