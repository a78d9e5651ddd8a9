// mul: the product of branches, cell by cell: squeeze and excitation multiplies a map by one value for each channel.
#pragma once

#include <fusenet/core/joined.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// a * b; branches of equal shapes, or one value for each channel.
struct mul_layer {
    static constexpr const char* name = "mul";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells(name, in, count, p); }
    constexpr void known(facts& f) const { f.joined = known_join::mul; }

    template <class V>
    FUSENET_HD constexpr V operator()(V a, V b) const {
        return a * b;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.joined("Mul");
    }
};

constexpr mul_layer mul() { return {}; }

static_assert(join_layer<mul_layer>);

}  // namespace fusenet
