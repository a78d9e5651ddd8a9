// pad and crop: cells of a constant around a map, or its outer cells taken away.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

namespace detail {

/// The sides that count: a signal has no rows above and below it.
constexpr padding sides_on(padding p, shape in) {
    if (in.rank == 2) p.top = p.bottom = 0;
    return p;
}

constexpr void check_sides(const char* name, padding sides, shape in, problem& p) {
    if (sides.follows_input) p.say(name, ": `same` belongs to a window; give ", name, " its cells");
    if (sides.top < 0 || sides.left < 0 || sides.bottom < 0 || sides.right < 0)
        p.say(name, ": cells must not be negative, got ", sides.top, ", ", sides.left, ", ", sides.bottom, ", ",
              sides.right);
    if (in.rank == 1) p.say(name, " needs an image or a signal, got ", in, "; reshape it first");
}

}  // namespace detail

struct pad_layer {
    static constexpr const char* name = "pad";
    padding sides{};
    float value = 0;

    constexpr shape out(shape in, problem& p) const {
        detail::check_sides(name, sides, in, p);
        const padding s = detail::sides_on(sides, in);
        return {in.h + s.top + s.bottom, in.w + s.left + s.right, in.c, in.rank};
    }
    constexpr window reads(shape in) const {
        const padding s = detail::sides_on(sides, in);
        return {.top = s.top, .left = s.left, .bottom = s.bottom, .right = s.right};
    }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const {
        const padding s = detail::sides_on(sides, in);
        y -= s.top, x -= s.left;
        if (y < 0 || y >= in.h || x < 0 || x >= in.w) return {-1, 0, 0, value};
        return {y, x, c};
    }
    constexpr void known(facts& f) const { f.pads_zero = value == 0; }
};

struct crop_layer {
    static constexpr const char* name = "crop";
    padding sides{};

    constexpr shape out(shape in, problem& p) const {
        detail::check_sides(name, sides, in, p);
        const padding s = detail::sides_on(sides, in);
        const shape left{in.h - s.top - s.bottom, in.w - s.left - s.right, in.c, in.rank};
        if (left.h < 1 || left.w < 1) p.say("crop: nothing is left of ", in, "; take fewer cells away");
        return left;
    }
    constexpr window reads(shape in) const {
        const padding s = detail::sides_on(sides, in);
        return {.top = -s.top, .left = -s.left, .bottom = -s.bottom, .right = -s.right};
    }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const {
        const padding s = detail::sides_on(sides, in);
        return {y + s.top, x + s.left, c};
    }
};

/// pad(1), pad({vertical, horizontal}), pad({top, left, bottom, right}, value). A signal takes left and right.
constexpr pad_layer pad(padding sides, float value = 0) { return {sides, value}; }
/// crop(1), crop({vertical, horizontal}), crop({top, left, bottom, right}). A signal loses left and right.
constexpr crop_layer crop(padding sides) { return {sides}; }

static_assert(move_layer<pad_layer> && move_layer<crop_layer>);

}  // namespace fusenet
