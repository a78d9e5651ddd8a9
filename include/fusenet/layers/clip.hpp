// clip(low, high): min(max(x, low), high) on every cell; relu6 is clip(0, 6).
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

struct clip_layer {
    static constexpr const char* name = "clip";
    static constexpr bool monotone = true;
    float low = 0, high = 1;

    constexpr shape out(shape in, problem& p) const {
        if (!(low <= high)) p.say("clip(low, high): low must not be above high, got ", low, " and ", high);
        return in;
    }
    constexpr void known(facts& f) const { f.known = known_map::clip, f.alpha = low, f.beta = high; }
    constexpr void describe(label& to) const { to.put(low == 0 && high == 6 ? "relu6" : "clip"); }

    template <class V>
    FUSENET_HD constexpr V operator()(V x) const {
        return min(V(high), max(V(low), x));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Clip", to.input(), to.number(low), to.number(high));
    }
};

constexpr clip_layer clip(float low, float high) { return {low, high}; }
constexpr clip_layer relu6() { return {0, 6}; }

static_assert(map_layer<clip_layer>);

}  // namespace fusenet
