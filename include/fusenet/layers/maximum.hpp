// maximum and minimum: the larger, or the smaller, of branches, cell by cell.
#pragma once

#include <fusenet/core/joined.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// max(a, b); branches of equal shapes, or one value for each channel.
struct maximum_layer {
    static constexpr const char* name = "maximum";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells(name, in, count, p); }
    constexpr void known(facts& f) const { f.joined = known_join::maximum; }

    template <class V>
    FUSENET_HD constexpr V operator()(V a, V b) const {
        return max(a, b);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.joined("Max");
    }
};

/// min(a, b); branches of equal shapes, or one value for each channel.
struct minimum_layer {
    static constexpr const char* name = "minimum";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells(name, in, count, p); }
    constexpr void known(facts& f) const { f.joined = known_join::minimum; }

    template <class V>
    FUSENET_HD constexpr V operator()(V a, V b) const {
        return min(a, b);
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.joined("Min");
    }
};

constexpr maximum_layer maximum() { return {}; }
constexpr minimum_layer minimum() { return {}; }

static_assert(join_layer<maximum_layer> && join_layer<minimum_layer>);

}  // namespace fusenet
