// pad and crop: cells around a map, or its outer cells taken away.
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
    if (sides.before) p.say(name, ": `causal` belongs to a convolution; give ", name, " its cells");
    if (sides.follows_input) p.say(name, ": `same` belongs to a window; give ", name, " its cells");
    if (sides.top < 0 || sides.left < 0 || sides.bottom < 0 || sides.right < 0)
        p.say(name, ": cells must not be negative, got ", sides.top, ", ", sides.left, ", ", sides.bottom, ", ",
              sides.right);
    if (in.rank == 1) p.say(name, " needs an image or a signal, got ", in, "; reshape it first");
}

}  // namespace detail

/// What pad puts around a map instead of one value: the border's cells again and again, or the map mirrored at its
/// border's cells.
struct edge {};
struct reflect {};

enum class pad_mode : unsigned char { value, edge, reflect };

struct pad_layer {
    static constexpr const char* name = "pad";
    padding sides{};
    float value = 0;
    pad_mode mode = pad_mode::value;

    constexpr shape out(shape in, problem& p) const {
        detail::check_sides(name, sides, in, p);
        const padding s = detail::sides_on(sides, in);
        if (mode == pad_mode::reflect && (s.top >= in.h || s.bottom >= in.h || s.left >= in.w || s.right >= in.w))
            p.say("pad: reflect mirrors fewer cells than ", in, " has in a row or column");
        return {in.h + s.top + s.bottom, in.w + s.left + s.right, in.c, in.rank};
    }

    /// A cell of the border may stand as far from its source as it lies from the map, and mirrored, twice as far.
    constexpr window reads(shape in) const {
        const padding s = detail::sides_on(sides, in);
        const int far = mode == pad_mode::value ? 0 : mode == pad_mode::edge ? 1 : 2;
        return {.kh = far * (s.top + s.bottom) + 1,
                .kw = far * (s.left + s.right) + 1,
                .top = s.top + far * s.bottom,
                .left = s.left + far * s.right,
                .bottom = s.bottom + far * s.top,
                .right = s.right + far * s.left};
    }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const {
        const padding s = detail::sides_on(sides, in);
        y -= s.top, x -= s.left;
        if (mode != pad_mode::value) return {inside(y, in.h), inside(x, in.w), c};
        if (y < 0 || y >= in.h || x < 0 || x >= in.w) return {-1, 0, 0, value};
        return {y, x, c};
    }
    constexpr void known(facts& f) const { f.pads_zero = mode == pad_mode::value && value == 0; }

    template <class To>
    auto onnx(To& to, shape in) const {
        const char* how = mode == pad_mode::value ? "constant" : mode == pad_mode::edge ? "edge" : "reflect";
        const auto with = mode == pad_mode::value ? to.number(value) : to.nothing();
        return to.op("Pad", to.input(), to.around(detail::sides_on(sides, in)), with).set("mode", how);
    }

private:
    constexpr int inside(int at, int cells) const {
        if (at < 0) return mode == pad_mode::edge ? 0 : -at;
        if (at >= cells) return mode == pad_mode::edge ? cells - 1 : 2 * (cells - 1) - at;
        return at;
    }
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

    template <class To>
    auto onnx(To& to, shape in) const {
        const padding s = detail::sides_on(sides, in);
        const auto first = to.integers(to.axes({s.top, s.left})), axes = to.integers(to.axes({2, in.rank}));
        return to.op("Slice", to.input(), first, to.integers(to.axes({in.h - s.bottom, in.w - s.right})), axes);
    }
};

/// pad(1), pad({vertical, horizontal}), pad({top, left, bottom, right}, value), pad(1, edge{}), pad(1, reflect{}).
/// A signal takes left and right.
constexpr pad_layer pad(padding sides, float value = 0) { return {sides, value}; }
constexpr pad_layer pad(padding sides, edge) { return {sides, 0, pad_mode::edge}; }
constexpr pad_layer pad(padding sides, reflect) { return {sides, 0, pad_mode::reflect}; }
/// crop(1), crop({vertical, horizontal}), crop({top, left, bottom, right}). A signal loses left and right.
constexpr crop_layer crop(padding sides) { return {sides}; }

static_assert(move_layer<pad_layer> && move_layer<crop_layer>);

}  // namespace fusenet
