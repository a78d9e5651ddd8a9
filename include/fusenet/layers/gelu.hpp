// gelu: x * P(a normal variable is below x), exactly, or by the usual approximation.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// x * (1 + erf(x / sqrt(2))) / 2, written with erfc so that no digits cancel where x is negative.
struct gelu_layer {
    static constexpr const char* name = "gelu";

    constexpr void known(facts& f) const { f.known = known_map::gelu; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return V(0.5f) * x * erfc(x * constant<V>(-0.70710678118654752440));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto share = to.op("Erf", to.op("Mul", to.input(), to.number(0.70710678f)));
        return to.op("Mul", to.op("Mul", to.input(), to.number(0.5f)), to.op("Add", share, to.number(1)));
    }
};

/// x * (1 + tanh(u)) / 2 with u = sqrt(2 / pi) * (x + 0.044715 x^3), which is x / (1 + exp(-2 u)).
struct gelu_tanh_layer {
    static constexpr const char* name = "gelu_tanh";

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        const V u = constant<V>(0.79788456080286535588) * x * (V(1) + constant<V>(0.044715) * x * x);
        return x / (V(1) + exp(V(-2) * u));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto cube = to.op("Mul", to.input(), to.op("Mul", to.input(), to.input()));
        const auto sum = to.op("Add", to.input(), to.op("Mul", cube, to.number(0.044715f)));
        const auto share = to.op("Tanh", to.op("Mul", sum, to.number(0.79788456f)));
        return to.op("Mul", to.op("Mul", to.input(), to.number(0.5f)), to.op("Add", share, to.number(1)));
    }
};

constexpr gelu_layer gelu() { return {}; }
constexpr gelu_tanh_layer gelu_tanh() { return {}; }

static_assert(map_layer<gelu_layer> && map_layer<gelu_tanh_layer>);

}  // namespace fusenet
