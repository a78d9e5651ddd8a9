// power: the sum of squares of branches: of a complex number's parts, its squared magnitude.
#pragma once

#include <fusenet/core/joined.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// a^2 + b^2; branches of equal shapes, or one value for each channel.
struct power_layer {
    static constexpr const char* name = "power";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const {
        if (count > 2) p.say("power joins two branches, got ", count);
        return joined_cells(name, in, count, p);
    }

    template <class V>
    FUSENET_HD constexpr V operator()(V a, V b) const {
        return a * a + b * b;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto a = to.branch(0), b = to.branch(1);
        return to.op("Add", to.op("Mul", a, a), to.op("Mul", b, b));
    }
};

constexpr power_layer power() { return {}; }

static_assert(join_layer<power_layer>);

}  // namespace fusenet
