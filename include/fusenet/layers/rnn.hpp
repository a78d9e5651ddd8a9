// rnn(units): the plain recurrence, tanh or relu of what the input and the answer before add up to (Elman 1990).
#pragma once

#include <fusenet/core/activations.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet {

enum class rnn_activation : unsigned char { tanh, relu };

struct rnn_options {
    rnn_activation activation = rnn_activation::tanh;
    bool bias = true;
    bool reversed = false;  // from the signal's end to its beginning
    bool last = false;      // the answer is that of the last step, a vector
    int number = 0;         // in the parameters' names, "weight_ih_l0"; below 0: "weight_ih"
    activation_accuracy accuracy = activation_accuracy::close;
};

/// Parameters as of recurrent_parameters().
struct rnn_layer {
    static constexpr const char* name = "rnn";
    static constexpr bool names_apart = true;
    int units = 0;
    rnn_options options{};

    constexpr recurrence_facts recurs(shape) const {
        return {.units = units,
                .answer = units,
                .gates = 1,
                .bias = options.bias,
                .reversed = options.reversed,
                .last = options.last};
    }
    constexpr parameter_list parameters(shape in) const {
        return recurrent_parameters(recurs(in), in.c, recurrent_suffix(options.number, options.reversed));
    }
    constexpr void describe(label& to) const {
        to.put("rnn -> ").put(units);
        if (options.reversed) to.put(", reversed");
    }

    template <class V>
    FUSENET_HD constexpr V operator()(const V* sums, V, V*, const V*) const {
        if (options.activation == rnn_activation::relu) return max(V(0), sums[0]);
        return tanh_by(options.accuracy, sums[0]);
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        auto made = to.recurrent("RNN", recurs(in), {0});
        made.set_words("activations", {options.activation == rnn_activation::relu ? "Relu" : "Tanh"});
        return to.answer_of(made, recurs(in));
    }
};

/// Of a signal [steps x channels] a signal [steps x units].
constexpr rnn_layer rnn(int units, rnn_options options = {}) { return {units, options}; }

static_assert(recurrence_layer<rnn_layer>);

}  // namespace fusenet
