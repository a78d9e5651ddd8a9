// conv_transpose: every input cell spreads a filter over the output (a "deconvolution"), which undoes conv's shape.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

struct conv_transpose_options {
    extent2 stride = 1;
    padding pad = 0;  // cells of the output that are cut off; or `same`: the output is the input times the stride
    extent2 output_padding = 0;  // cells that the output gains at its end, as several inputs of conv make one output
    extent2 dilation = 1;
    int groups = 1;
    bool bias = true;
};

/// Input row i reaches output row y through filter row t where y == i * stride - pad + t * dilation.
/// Parameters: "weight" [in x channels/groups x kh x kw] (a signal's has no kh), "bias" [channels].
struct conv_transpose_layer {
    static constexpr const char* name = "conv_transpose";
    extent2 kernel{};
    int channels = 0;  // 0: as many as the input has
    conv_transpose_options options{};
    bool square = false;  // written conv_transpose<K>: on a signal the window is K cells of its one row

    /// In cells of the output: row y reads input rows floor((y - top) / up) to floor((y - top + reach - 1) / up), and
    /// of those that lie inside, row i through filter row t where i * up == y - top + (kh - 1 - t) * dilation.
    constexpr window reads(shape in) const {
        const conv_transpose_options o = options_on(in);
        window w{.kh = square && in.rank == 2 ? 1 : kernel.h, .kw = kernel.w, .dilation = o.dilation, .up = o.stride};
        padding cut = o.pad;
        if (cut.follows_input) {  // an odd cell is cut after; where the filter is shorter than its stride, zeros follow
            const int v = w.reach_h() - o.stride.h, h = w.reach_w() - o.stride.w;
            cut = {v > 0 ? v / 2 : 0, h > 0 ? h / 2 : 0, v > 0 ? v - v / 2 : v, h > 0 ? h - h / 2 : h};
        }
        w.top = w.reach_h() - 1 - cut.top, w.bottom = w.reach_h() - 1 - cut.bottom + o.output_padding.h;
        w.left = w.reach_w() - 1 - cut.left, w.right = w.reach_w() - 1 - cut.right + o.output_padding.w;
        return w;
    }
    constexpr int made(shape in) const { return channels ? channels : in.c; }
    constexpr contraction_facts contracts(shape) const {
        return {.groups = options.groups, .bias = options.bias, .transposed = true};
    }

    constexpr shape out(shape in, problem& p) const {
        const label me = called(in);
        const conv_transpose_options o = options_on(in);
        if (kernel.h < 1 || kernel.w < 1) p.say(me, ": kernel must be positive");
        if (channels < 0) p.say(me, ": the channel count must be positive; leave it out to keep the input's");
        if (o.stride.h < 1 || o.stride.w < 1) p.say(me, ": stride must be positive, got ", o.stride.h, "x", o.stride.w);
        if (o.dilation.h < 1 || o.dilation.w < 1)
            p.say(me, ": dilation must be positive, got ", o.dilation.h, "x", o.dilation.w);
        if (o.pad.before) p.say(me, ": `causal` belongs to a plain convolution");
        if (o.pad.top < 0 || o.pad.left < 0 || o.pad.bottom < 0 || o.pad.right < 0)
            p.say(me, ": padding must not be negative; pad() adds cells");
        if (!extra_fits(o.output_padding.h, o.stride.h, o.dilation.h) ||
            !extra_fits(o.output_padding.w, o.stride.w, o.dilation.w))
            p.say(me, ": output_padding must not be negative, and smaller than the stride or the dilation");
        if (o.pad.follows_input && o.output_padding != extent2(0))
            p.say(me, ": `same` fixes the output; leave output_padding out");
        if (o.groups < 1) p.say(me, ": groups must be positive, got ", o.groups);
        if (in.rank == 1) p.say(me, " needs an image or a signal, got ", in, "; a vector takes dense(n), and input(", in.c, ", 1) is a signal");
        if (in.rank == 2 && !square)
            p.say(me, " needs an image, got the signal ", in, "; write conv_transpose<K> for a signal");
        if (p.found()) return in;
        if (in.c % o.groups || made(in) % o.groups)
            p.say(me, ": groups = ", o.groups, " does not divide the channels ", in.c, " -> ", made(in));
        const window w = reads(in);
        const shape s{cells_made((in.h - 1) * w.up.h + 1, w.top, w.bottom, w.reach_h(), 1),
                      cells_made((in.w - 1) * w.up.w + 1, w.left, w.right, w.reach_w(), 1), made(in), in.rank};
        if (s.h < 1 || s.w < 1) p.say(me, ": the padding cuts off all that ", in, " makes; use less");
        return s;
    }

    constexpr parameter_list parameters(shape in) const {
        const int each = made(in) / options.groups;
        const bool row = in.rank == 2;
        parameter_list list;
        list.add("weight", row ? dims(in.c, each, kernel.w) : dims(in.c, each, kernel.h, kernel.w));
        if (options.bias) list.add("bias", dims(made(in)));
        return list;
    }

    constexpr void describe(label& to, shape in) const {
        to = called(in);
        if (options.stride != extent2(1)) to.put(" x").put(options.stride.h);
        if (options.groups > 1) to.put(" in ").put(options.groups).put(" groups");
        if (channels) to.put(" -> ").put(channels);
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        const window w = reads(in);
        const int below = w.bottom - w.reach_h() + 1, behind = w.right - w.reach_w() + 1;  // gained, or cut where negative
        const window cut{.kh = w.kh, .kw = w.kw, .stride = w.up, .dilation = w.dilation, .top = w.reach_h() - 1 - w.top,
                         .left = w.reach_w() - 1 - w.left, .bottom = below < 0 ? -below : 0, .right = behind < 0 ? -behind : 0};
        const auto bias = options.bias ? to.parameter("bias") : to.nothing();
        return to.op("ConvTranspose", to.input(), to.parameter("weight"), bias).set(cut).set("group", options.groups)
            .set("output_padding", to.axes({below > 0 ? below : 0, behind > 0 ? behind : 0}));
    }

private:
    constexpr label called(shape in) const {
        return label().put("conv_transpose ").put(spelled_window(kernel, square && in.rank == 2).view());
    }
    constexpr conv_transpose_options options_on(shape in) const {
        conv_transpose_options o = options;
        if (in.rank == 2 && square) o.stride.h = o.dilation.h = 1, o.output_padding.h = o.pad.top = o.pad.bottom = 0;
        return o;
    }
    static constexpr bool extra_fits(int extra, int stride, int dilation) {
        return extra >= 0 && (extra == 0 || extra < stride || extra < dilation);
    }
};

/// Of an image: conv_transpose<2,2>(64, {.stride = 2}) doubles it. Without a number it keeps the channels.
template <int KH, int KW>
constexpr conv_transpose_layer conv_transpose(int channels, conv_transpose_options options = {}) {
    return {{KH, KW}, channels > 0 ? channels : -1, options};
}
template <int KH, int KW>
constexpr conv_transpose_layer conv_transpose(conv_transpose_options options = {}) {
    return {{KH, KW}, 0, options};
}

/// K cells of a signal, or K x K of an image.
template <int K>
constexpr conv_transpose_layer conv_transpose(int channels, conv_transpose_options options = {}) {
    return {K, channels > 0 ? channels : -1, options, true};
}
template <int K>
constexpr conv_transpose_layer conv_transpose(conv_transpose_options options = {}) {
    return {K, 0, options, true};
}

static_assert(contraction_layer<conv_transpose_layer>);

}  // namespace fusenet
