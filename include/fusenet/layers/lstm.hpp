// lstm(units): long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates, Gers et al. 2000).
#pragma once

#include <fusenet/core/activations.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet {

struct lstm_options {
    bool bias = true;
    bool peepholes = false;  // the gates i, f and o see the cell's memory (Gers and Schmidhuber 2000)
    int outputs = 0;         // a matrix makes so many of the units; 0: none does (Sak et al. 2014)
    bool reversed = false;   // from the signal's end to its beginning
    bool last = false;       // the answer is that of the last step, a vector
    int number = 0;          // in the parameters' names, "weight_ih_l0"; below 0: "weight_ih"
    activation_accuracy accuracy = activation_accuracy::close;
};

/// With sums of products i, f, g, o of each unit, of the input and the answer before:
///
///   c = sigmoid(f) * c + sigmoid(i) * tanh(g)          with peepholes f + p_f * c and i + p_i * c,
///   answer = sigmoid(o) * tanh(c)                      o + p_o * c
///
/// Parameters as of recurrent_parameters(), gates in the order i, f, g, o, "weight_peephole" in the order i, f, o.
struct lstm_layer {
    static constexpr const char* name = "lstm";
    static constexpr bool names_apart = true;
    int units = 0;
    lstm_options options{};

    constexpr recurrence_facts recurs(shape) const {
        return {.units = units,
                .answer = options.outputs ? options.outputs : units,
                .gates = 4,
                .kept = 1,
                .operands = options.peepholes ? 3 : 0,
                .bias = options.bias,
                .projects = options.outputs != 0,
                .reversed = options.reversed,
                .last = options.last};
    }
    constexpr parameter_list parameters(shape in) const {
        return recurrent_parameters(recurs(in), in.c, recurrent_suffix(options.number, options.reversed),
                                    "weight_peephole");
    }
    constexpr void describe(label& to) const {
        to.put("lstm -> ").put(units);
        if (options.outputs) to.put(" -> ").put(options.outputs);
        if (options.reversed) to.put(", reversed");
    }

    template <class V>
    [[gnu::always_inline]] FUSENET_HD constexpr V operator()(const V* sums, V, V* kept, const V* peepholes) const {
        V i = sums[0], f = sums[1], o = sums[3];
        if (options.peepholes) i = i + peepholes[0] * kept[0], f = f + peepholes[1] * kept[0];
        return by_accuracy(
            options.accuracy, [&]<activation_accuracy A>() __attribute__((always_inline)) {
                kept[0] = scaled_sigmoid_of<A>(f, kept[0]) + sigmoid_times_tanh<A>(i, sums[2]);
                if (options.peepholes) o = o + peepholes[2] * kept[0];
                return scaled_tanh_of<A>(kept[0], sigmoid_of<A>(o));
            });
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        if (options.outputs) to.refuse("ONNX's LSTM has no matrix behind its units: leave `outputs` out");
        return to.answer_of(to.recurrent("LSTM", recurs(in), {0, 3, 1, 2}, {0, 2, 1}), recurs(in));
    }
};

/// Of a signal [steps x channels] a signal [steps x units].
constexpr lstm_layer lstm(int units, lstm_options options = {}) { return {units, options}; }

static_assert(recurrence_layer<lstm_layer>);

}  // namespace fusenet
