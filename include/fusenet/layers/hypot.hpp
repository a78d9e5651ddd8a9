// hypot: the length of a vector whose parts are branches: of a complex number, its magnitude.
#pragma once

#include <fusenet/core/joined.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// sqrt(a^2 + b^2), without regard to squares beyond a float's range; branches of equal shapes, or one value for each
/// channel.
struct hypot_layer {
    static constexpr const char* name = "hypot";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells(name, in, count, p); }

    template <class V>
    FUSENET_HD constexpr V operator()(V a, V b) const {
        return sqrt(a * a + b * b);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto square = [&](int k) { return to.op("Mul", to.branch(k), to.branch(k)); };
        auto sum = to.op("Add", square(0), square(1));
        for (int k = 2; k < to.inputs(); ++k) sum = to.op("Add", sum, square(k));
        return to.op("Sqrt", sum);
    }
};

constexpr hypot_layer hypot() { return {}; }

static_assert(join_layer<hypot_layer>);

}  // namespace fusenet
