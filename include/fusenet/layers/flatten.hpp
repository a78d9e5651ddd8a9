// flatten: an image or a signal as one vector, in memory order (h, w, c).
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// Weights that follow are permuted when they are loaded, if their file is of the c, h, w order (docs/weights.md).
struct flatten_layer {
    static constexpr const char* name = "flatten";
    static constexpr bool reorders = false;

    constexpr shape out(shape in, problem&) const { return shape::vector(static_cast<int>(in.size())); }
    constexpr source from(shape in, shape, int, int, int c, int) const {
        return {c / in.c / in.w, c / in.c % in.w, c % in.c};
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.flattened();
    }
};

constexpr flatten_layer flatten() { return {}; }

static_assert(move_layer<flatten_layer>);

}  // namespace fusenet
