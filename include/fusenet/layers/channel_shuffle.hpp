// channel_shuffle(groups): the channels dealt out, so that each group that follows sees all groups before (ShuffleNet).
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// Channels as a table of groups x c / groups, transposed.
struct channel_shuffle_layer {
    static constexpr const char* name = "channel_shuffle";
    int groups = 1;

    constexpr shape out(shape in, problem& p) const {
        if (groups < 1) p.say("channel_shuffle(groups): groups must be positive, got ", groups);
        else if (in.c % groups) p.say("channel_shuffle: groups = ", groups, " does not divide the channels of ", in);
        return in;
    }
    constexpr window reads(shape) const { return {}; }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const {
        return {y, x, c % groups * (in.c / groups) + c / groups};
    }
    constexpr void describe(label& to) const { to.put("channel_shuffle ").put(groups); }

    template <class To>
    auto onnx(To& to, shape in) const {
        const auto dealt = to.transposed(to.reshaped(to.input(), {groups, in.c / groups, in.h, in.w}), {0, 2, 1, 3, 4});
        return to.reshaped(dealt, to.extent_in_file(in));
    }
};

constexpr channel_shuffle_layer channel_shuffle(int groups) { return {groups}; }

static_assert(move_layer<channel_shuffle_layer>);

}  // namespace fusenet
