// past(cells): the cells of a signal that came before, in front of it.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// Of a whole signal they are zeros. Of one that is streamed, the last cells of the pieces before: what a network wants to
/// see again, where its windows look at a piece alone.
struct past_layer {
    static constexpr const char* name = "past";
    int cells = 0;

    constexpr shape out(shape in, problem& p) const {
        if (cells < 1) p.say("past(cells): the number of cells must be positive, got ", cells);
        if (in.rank != 2) p.say("past(", cells, ") needs a signal [steps x channels], got ", in);
        return shape::signal(in.w + cells, in.c);
    }
    constexpr window reads(shape) const { return {.left = cells}; }
    constexpr source from(shape, shape, int y, int x, int c, int /*tap*/) const {
        if (x < cells) return {-1, 0, 0, 0};
        return {y, x - cells, c};
    }
    constexpr void known(facts& f) const { f.pads_zero = f.causal = true; }
    constexpr void describe(label& to) const { to.put("past ").put(cells); }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.op("Pad", to.input(), to.around(padding{0, cells, 0, 0}), to.number(0)).set("mode", "constant");
    }
};

constexpr past_layer past(int cells) { return {cells}; }

static_assert(move_layer<past_layer>);

}  // namespace fusenet
