// upsample(factor): a map with more cells, each the nearest of the input, or mixed from the four around it.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// Each cell is repeated: output cell y takes input cell floor(y / factor).
struct nearest {};

/// Between cell centres ("half pixel": y is read at (y + 1/2) / factor - 1/2), or so that the corners of input and
/// output fall together (at y * (in - 1) / (out - 1)).
struct bilinear {
    bool align_corners = false;
};

namespace detail {

constexpr extent2 factor_on(extent2 factor, shape in) { return in.rank == 2 ? extent2(1, factor.w) : factor; }

constexpr shape upsampled(extent2 factor, shape in, problem& p) {
    if (factor.h < 1 || factor.w < 1)
        p.say("upsample(factor): the factor must be positive, got ", factor.h, "x", factor.w);
    if (in.rank == 1) p.say("upsample needs an image or a signal, got ", in, "; reshape it first");
    const extent2 f = factor_on(factor, in);
    return {in.h * f.h, in.w * f.w, in.c, in.rank};
}

constexpr void describe_upsample(label& to, const char* how, extent2 factor) {
    to.put("upsample ").put(factor.h);
    if (factor.w != factor.h) to.put('x').put(factor.w);
    to.put(how);
}

/// Where output cell `y` lies: (y * step - shift) / parts, in cells of the input.
struct fraction {
    int step = 1, shift = 0, parts = 1;
};

constexpr fraction place_of(int in, int factor, bool align_corners) {
    if (!align_corners) return {2, factor - 1, 2 * factor};
    if (in == 1) return {1, 0, factor};  // the one cell is its own neighbour
    return {in - 1, 0, in * factor - 1};
}

}  // namespace detail

struct upsample_nearest_layer {
    static constexpr const char* name = "upsample";
    extent2 factor{};

    constexpr shape out(shape in, problem& p) const { return detail::upsampled(factor, in, p); }
    constexpr window reads(shape in) const { return {.up = detail::factor_on(factor, in)}; }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const {
        const extent2 f = detail::factor_on(factor, in);
        return {y / f.h, x / f.w, c};
    }
    constexpr void describe(label& to) const { detail::describe_upsample(to, "", factor); }

    template <class To>
    auto onnx(To& to, shape in) const {
        const extent2 f = detail::factor_on(factor, in);
        auto made = to.op("Resize", to.as_image(to.input()), to.nothing(), to.numbers({1, 1, static_cast<float>(f.h), static_cast<float>(f.w)}));
        return to.as_made(made.set("coordinate_transformation_mode", "asymmetric").set("nearest_mode", "floor"));
    }
};

struct upsample_bilinear_layer {
    static constexpr const char* name = "upsample";
    static constexpr int taps = 4;
    extent2 factor{};
    bilinear how{};

    constexpr shape out(shape in, problem& p) const { return detail::upsampled(factor, in, p); }

    /// Two neighbours along each axis.
    constexpr window reads(shape in) const {
        const auto [v, h] = places(in);
        return {.kh = 2,
                .kw = 2,
                .stride = {v.step, h.step},
                .dilation = {v.parts, h.parts},
                .up = {v.parts, h.parts},
                .top = v.shift,
                .left = h.shift};
    }
    constexpr source from(shape in, shape, int y, int x, int c, int tap) const {
        const auto [v, h] = places(in);
        const auto [row, row_share] = neighbour(v, in.h, y, tap / 2);
        const auto [column, column_share] = neighbour(h, in.w, x, tap % 2);
        return {row, column, c, row_share * column_share};
    }
    constexpr void describe(label& to) const {
        detail::describe_upsample(to, how.align_corners ? " bilinear, corners aligned" : " bilinear", factor);
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        const extent2 f = detail::factor_on(factor, in);
        const char* between = how.align_corners ? "align_corners" : "half_pixel";
        auto made = to.op("Resize", to.as_image(to.input()), to.nothing(), to.numbers({1, 1, static_cast<float>(f.h), static_cast<float>(f.w)}));
        return to.as_made(made.set("mode", "linear").set("coordinate_transformation_mode", between));
    }

private:
    struct both {
        detail::fraction v, h;
    };
    struct cell {
        int at = 0;
        float share = 0;
    };

    constexpr both places(shape in) const {
        const extent2 f = detail::factor_on(factor, in);
        return {detail::place_of(in.h, f.h, how.align_corners), detail::place_of(in.w, f.w, how.align_corners)};
    }
    /// The cell at or before the place, or the one after it; beyond the border it is the border's.
    static constexpr cell neighbour(detail::fraction f, int cells, int y, int after) {
        const int place = y * f.step - f.shift, before = floor_div(place, f.parts), rest = place - before * f.parts;
        const int at = before + after;
        return {at < 0 ? 0 : at < cells ? at : cells - 1,
                static_cast<float>(after ? rest : f.parts - rest) / static_cast<float>(f.parts)};
    }
};

/// upsample(2), upsample({2, 3}); upsample(2, bilinear{}), upsample(2, bilinear{.align_corners = true}).
constexpr upsample_nearest_layer upsample(extent2 factor, nearest = {}) { return {factor}; }
constexpr upsample_bilinear_layer upsample(extent2 factor, bilinear how) { return {factor, how}; }

static_assert(move_layer<upsample_nearest_layer> && move_layer<upsample_bilinear_layer>);

}  // namespace fusenet
