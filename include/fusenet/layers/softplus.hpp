// softplus: log(1 + exp(x)).
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// As max(x, 0) + log(1 + exp(-|x|)), which does not overflow.
struct softplus_layer {
    static constexpr const char* name = "softplus";
    static constexpr bool monotone = true;

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return max(V(0), x) + log1p(exp(-abs(x)));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Softplus", to.input());
    }
};

constexpr softplus_layer softplus() { return {}; }

static_assert(map_layer<softplus_layer>);

}  // namespace fusenet
