// gru(units): the gated recurrent unit (Cho et al. 2014), in both ways that frameworks reset.
#pragma once

#include <fusenet/core/activations.hpp>
#include <fusenet/core/layer.hpp>

namespace fusenet {

struct gru_options {
    bool bias = true;
    bool reset_after =
        true;               // r resets the product with the answer before (PyTorch, Keras 2); false: the answer itself
    bool reversed = false;  // from the signal's end to its beginning
    bool last = false;      // the answer is that of the last step, a vector
    int number = 0;         // in the parameters' names, "weight_ih_l0"; below 0: "weight_ih"
    activation_accuracy accuracy = activation_accuracy::close;
};

/// With sums of products r and z of each unit, and n in two parts, of the input and of the answer before:
///
///   n = tanh(n_input + sigmoid(r) * n_before)          reset after the product
///   n = tanh(n_input + product of sigmoid(r) * before)           before it
///   answer = (1 - sigmoid(z)) * n + sigmoid(z) * before
///
/// Parameters as of recurrent_parameters(), gates in the order r, z, n.
struct gru_layer {
    static constexpr const char* name = "gru";
    static constexpr bool names_apart = true;
    int units = 0;
    gru_options options{};

    constexpr recurrence_facts recurs(shape) const {
        return {.units = units,
                .answer = units,
                .gates = 3,
                .late = options.reset_after ? 0 : 1,
                .apart = options.reset_after ? 1 : 0,
                .bias = options.bias,
                .reversed = options.reversed,
                .last = options.last};
    }
    constexpr parameter_list parameters(shape in) const {
        return recurrent_parameters(recurs(in), in.c, recurrent_suffix(options.number, options.reversed));
    }
    constexpr void describe(label& to) const {
        to.put("gru -> ").put(units);
        if (options.reversed) to.put(", reversed");
    }

    template <class V>
    [[gnu::always_inline]] FUSENET_HD constexpr V operator()(const V* sums, V before, V*, const V*) const {
        return by_accuracy(
            options.accuracy, [&]<activation_accuracy A>() __attribute__((always_inline)) {
                const V z = sigmoid_of<A>(sums[1]),
                        n = options.reset_after ? sums[2] + scaled_sigmoid_of<A>(sums[0], sums[3]) : sums[2];
                return z * before + scaled_tanh_of<A>(n, V(1) - z);
            });
    }
    template <class V>
    [[gnu::always_inline]] FUSENET_HD constexpr V hands_on(const V* sums, V before) const {
        return by_accuracy(
            options.accuracy, [&]<activation_accuracy A>()
                                  __attribute__((always_inline)) { return scaled_sigmoid_of<A>(sums[0], before); });
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        auto made = to.recurrent("GRU", recurs(in), {1, 0, 2});
        made.set("linear_before_reset", options.reset_after ? 1 : 0);
        return to.answer_of(made, recurs(in));
    }
};

/// Of a signal [steps x channels] a signal [steps x units].
constexpr gru_layer gru(int units, gru_options options = {}) { return {units, options}; }

static_assert(recurrence_layer<gru_layer>);

}  // namespace fusenet
