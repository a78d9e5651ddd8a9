// slice(first, count): some of the channels of every cell.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

struct slice_layer {
    static constexpr const char* name = "slice";
    int first = 0, count = 0;

    constexpr shape out(shape in, problem& p) const {
        if (first < 0) p.say("slice(first, count): first must not be negative, got ", first);
        if (count < 1) p.say("slice(first, count): count must be positive, got ", count);
        if (first > in.c - count)
            p.say("slice: channels ", first, " to ", first + count - 1, " are not all in ", in, "; give fewer");
        return {in.h, in.w, count, in.rank};
    }
    constexpr window reads(shape) const { return {}; }
    constexpr source from(shape, shape, int y, int x, int c, int /*tap*/) const { return {y, x, c + first}; }
    constexpr void describe(label& to) const { to.put("slice ").put(first).put('+').put(count); }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Slice", to.input(), to.integers({first}), to.integers({first + count}), to.integers({1}));
    }
};

/// Channels first, first + 1, ... `count` of them; a split is branches(slice(0, 8), slice(8, 8)).
constexpr slice_layer slice(int first, int count) { return {first, count}; }

static_assert(move_layer<slice_layer>);

}  // namespace fusenet
