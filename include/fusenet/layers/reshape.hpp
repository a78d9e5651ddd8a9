// reshape: the same cells in the same memory order (h, w, c), called an image, a signal or a vector of another extent.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

struct reshape_layer {
    static constexpr const char* name = "reshape";
    static constexpr bool reorders = false;
    shape extent{};

    constexpr shape out(shape in, problem& p) const {
        if (extent.h < 1 || extent.w < 1 || extent.c < 1) p.say("reshape: every extent must be positive, got ", extent);
        if (in.size() != extent.size())
            p.say("reshape: ", in, " has ", in.size(), " values, but ", extent, " has ", extent.size());
        return extent;
    }
    constexpr source from(shape in, shape out, int y, int x, int c, int /*tap*/) const {
        const int at = (y * out.w + x) * out.c + c;
        return {at / in.c / in.w, at / in.c % in.w, at % in.c};
    }
    constexpr void describe(label& to) const { put(to.put("reshape "), extent); }

    template <class To>
    auto onnx(To& to, shape) const {
        return extent.rank == 1 ? to.flattened() : to.recast();
    }
};

/// To an image, a signal, a vector. Files that count c, h, w need permute<2,0,1>() before and permute<1,2,0>() after.
constexpr reshape_layer reshape(int h, int w, int c) { return {shape::image(h, w, c)}; }
constexpr reshape_layer reshape(int t, int c) { return {shape::signal(t, c)}; }
constexpr reshape_layer reshape(int n) { return {shape::vector(n)}; }

static_assert(move_layer<reshape_layer>);

}  // namespace fusenet
