// recurrence_writer: the words by which a recurrence says its ONNX form.
//
//   template <class To>
//   auto onnx(To& to, shape in) const {
//       return to.answer_of(to.recurrent("GRU", recurs(in), {1, 0, 2}), recurs(in));
//   }
//
// ONNX's recurrences read and make [steps x batch x values]; their weights have an axis of directions in front.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fusenet/core/recurrence.hpp>
#include <fusenet/onnx/model.hpp>
#include <fusenet/onnx/operation.hpp>
#include <fusenet/onnx/writer.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet::onnx_files {

class recurrence_writer : public layer_writer {
public:
    using layer_writer::layer_writer;

    /// The node "RNN", "GRU" or "LSTM" on the layer's input and the parameters of recurrent_parameters(). `gates` says
    /// which of the layer's gates ONNX has first, second, ...; `operands` the same of its peepholes.
    operation recurrent(const char* type, const recurrence_facts& r, const std::vector<int>& gates,
                        const std::vector<int>& operands = {}) {
        const value steps = transposed(input(), {2, 0, 1});
        const value weights = rows_of({0}, gates), before = rows_of({1}, gates);
        const value bias = r.bias ? rows_of({2, 3}, gates) : nothing();
        const std::size_t last = (r.bias ? 4 : 2) + (r.projects ? 1 : 0);
        const value peepholes = r.operands ? rows_of({last}, operands) : nothing();
        operation made = op(type, steps, weights, before, bias, nothing(), nothing(), nothing(), peepholes);
        node& n = file_.nodes.back();
        if (r.last) n.outputs.insert(n.outputs.begin(), "");  // of all steps; the last one's are the second output
        made.set("hidden_size", r.units).set("direction", r.reversed ? "reverse" : "forward");
        return made;
    }

    /// What that node makes, as the layer's answer.
    value answer_of(const operation& made, const recurrence_facts& r) {
        if (r.last) return op("Squeeze", made, integers({0}));
        return transposed(op("Squeeze", made, integers({1})), {1, 2, 0});
    }

private:
    /// Parameters one behind the other, the blocks of each in this order.
    value rows_of(const std::vector<std::size_t>& parameters, const std::vector<int>& blocks) {
        tensor made;
        std::int64_t rows = 0;
        for (const std::size_t k : parameters) {
            const std::span<const float> given = values_of(k);
            const std::size_t block = given.size() / blocks.size();
            for (const int b : blocks) {
                const auto part = given.subspan(static_cast<std::size_t>(b) * block, block);
                made.floats.insert(made.floats.end(), part.begin(), part.end());
            }
            rows += row(k).extent.d[0];
        }
        const fusenet::parameter& first = row(parameters[0]);
        made.extent = {1, rows};
        if (first.extent.rank == 2) made.extent.push_back(first.extent.d[1]);
        made.name = std::string(first.name.view());
        if (parameters.size() > 1)  // "bias_ih_l0" and "bias_hh_l0": "bias_l0"
            if (const std::size_t at = made.name.rfind("_ih"); at != std::string::npos) made.name.erase(at, 3);
        file_.tensors.push_back(std::move(made));
        return {file_.tensors.back().name};
    }
};

}  // namespace fusenet::onnx_files
