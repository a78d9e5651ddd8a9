// permute<axes...>: the axes h, w, c of an image, or t, c of a signal, in another order.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// Axis i of the output is axis axes[i] of the input, as in NumPy's transpose: permute<2,0,1>() makes [c x h x w].
struct permute_layer {
    static constexpr const char* name = "permute";
    int axes[3]{0, 1, 2};
    int count = 3;

    constexpr shape out(shape in, problem& p) const {
        int seen = 0;
        for (int i = 0; i < count; ++i)
            if (axes[i] >= 0 && axes[i] < count) seen |= 1 << axes[i];
        if (count < 2 || count > 3 || seen != (1 << count) - 1)
            p.say("permute<...>: name each axis once, 0, 1, 2 (h, w, c) of an image or 0, 1 (t, c) of a signal");
        if (in.rank != count)
            p.say("permute of ", count, " axes: the input ", in, " has ", in.rank, "; name each of them once");
        if (p.found()) return in;
        const int extent[3]{in.h, in.w, in.c};
        return {extent[order(0)], extent[order(1)], extent[order(2)], in.rank};
    }

    /// Row by row where the rows stay rows.
    constexpr window reads(shape in) const { return {.kh = order(0) == 0 ? 1 : in.h, .kw = in.w}; }
    constexpr source from(shape, shape, int y, int x, int c, int /*tap*/) const {
        int at[3]{};
        at[order(0)] = y, at[order(1)] = x, at[order(2)] = c;
        return {at[0], at[1], at[2]};
    }

    constexpr void known(facts& f) const {
        for (int i = 0; i < 3; ++i) f.order[i] = static_cast<signed char>(order(i));
    }
    constexpr void describe(label& to) const {
        to.put("permute");
        for (int i = 0; i < count; ++i) to.put(i ? ',' : ' ').put(axes[i]);
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        if (in.rank == 2) return to.transposed(to.input(), {0, 3 - order(2), 3 - order(1)});  // axes w, c are 2, 1
        constexpr int axis[]{2, 3, 1};                                                        // h, w, c
        return to.transposed(to.input(), {0, axis[order(2)], axis[order(0)], axis[order(1)]});
    }

private:
    /// Of h, w, c, whatever the rank: a signal is one row.
    constexpr int order(int i) const { return count == 3 ? axes[i] : i == 0 ? 0 : axes[i - 1] + 1; }
};

template <int... Axes>
constexpr permute_layer permute() {
    if constexpr (sizeof...(Axes) == 2 || sizeof...(Axes) == 3) return {{Axes...}, static_cast<int>(sizeof...(Axes))};
    else return {{}, 0};
}

static_assert(move_layer<permute_layer>);

}  // namespace fusenet
