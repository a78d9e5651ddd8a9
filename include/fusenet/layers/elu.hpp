// elu and selu: x where it is positive, a falling exponential elsewhere.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// x > 0 ? x : alpha * (exp(x) - 1).
struct elu_layer {
    static constexpr const char* name = "elu";
    float alpha = 1;

    constexpr void known(facts& f) const {
        f.known = known_map::elu, f.alpha = alpha;
        f.monotone = alpha >= 0;
    }
    constexpr void describe(label& to) const { to.put("elu ").put(alpha); }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return select(x > V(0), x, V(alpha) * expm1(min(V(0), x)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Elu", to.input()).set("alpha", alpha);
    }
};

/// The numbers with which a deep network keeps mean 0 and variance 1.
struct selu_options {
    float alpha = 1.67326324f;
    float gain = 1.05070098f;
};

/// gain * (x > 0 ? x : alpha * (exp(x) - 1)).
struct selu_layer {
    static constexpr const char* name = "selu";
    selu_options options{};

    constexpr void known(facts& f) const { f.monotone = options.alpha >= 0 && options.gain >= 0; }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return V(options.gain) * select(x > V(0), x, V(options.alpha) * expm1(min(V(0), x)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Selu", to.input()).set("alpha", options.alpha).set("gamma", options.gain);
    }
};

constexpr elu_layer elu(float alpha = 1) { return {alpha}; }
constexpr selu_layer selu(selu_options options = {}) { return {options}; }

static_assert(map_layer<elu_layer> && map_layer<selu_layer>);

}  // namespace fusenet
