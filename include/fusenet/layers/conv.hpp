// conv: the sum of products over a window and the channels of a group (cross-correlation, as in every framework).
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

struct conv_options {
    extent2 stride = 1;
    padding pad = 0;  // cells, or `same`, `valid`, or of a signal `causal`
    extent2 dilation = 1;
    int groups = 1;
    bool bias = true;
};

/// Parameters: "weight" [channels x in/groups x kh x kw] (a signal's has no kh), "bias" [channels].
struct conv_layer {
    static constexpr const char* name = "conv";
    extent2 kernel{};
    int channels = 0;  // 0: as many as the input has
    conv_options options{};
    bool square = false;  // written conv<K>: on a signal the window is K cells of its one row
    bool each_channel = false;  // written depthwise: as many groups as channels, `channels` outputs for each

    constexpr extent2 kernel_on(shape in) const { return square && in.rank == 2 ? extent2(1, kernel.w) : kernel; }
    constexpr window reads(shape in) const {
        padding pad = options.pad;
        extent2 stride = options.stride, dilation = options.dilation;
        if (in.rank == 2 && square) pad.top = pad.bottom = 0, stride.h = 1, dilation.h = 1;
        return window_on(in, kernel_on(in), stride, pad, dilation);
    }
    constexpr int made(shape in) const {
        if (each_channel) return in.c * (channels ? channels : 1);
        return channels ? channels : in.c;
    }
    constexpr contraction_facts contracts(shape in) const {
        return {.groups = each_channel ? in.c : options.groups, .bias = options.bias};
    }

    constexpr shape out(shape in, problem& p) const {
        const label me = called(in);
        const padding& pad = options.pad;
        const extent2 &step = options.stride, &spread = options.dilation;
        if (kernel.h < 1 || kernel.w < 1) p.say(me, ": kernel must be positive");
        if (channels < 0 && each_channel) p.say(me, ": the multiplier must be positive; leave it out for one");
        if (channels < 0) p.say(me, ": the channel count must be positive; leave it out to keep the input's");
        if (step.h < 1 || step.w < 1) p.say(me, ": stride must be positive, got ", step.h, "x", step.w);
        if (spread.h < 1 || spread.w < 1) p.say(me, ": dilation must be positive, got ", spread.h, "x", spread.w);
        if (pad.top < 0 || pad.left < 0 || pad.bottom < 0 || pad.right < 0)
            p.say(me, ": padding must not be negative; crop() removes cells");
        if (pad.before && in.rank != 2) p.say(me, ": `causal` padding is a signal's, got ", in);
        if (options.groups < 1) p.say(me, ": groups must be positive, got ", options.groups);
        if (each_channel && options.groups != 1) p.say(me, ": it has a group for each channel; leave groups out");
        if (in.rank == 1) p.say(me, " needs an image or a signal, got ", in, "; a vector takes dense(n), and input(", in.c, ", 1) is a signal");
        if (in.rank == 2 && !square) p.say(me, " needs an image, got the signal ", in, "; write conv<K> for a signal");
        if (p.found()) return in;
        if (in.c % options.groups || made(in) % options.groups)
            p.say(me, ": groups = ", options.groups, " does not divide the channels ", in.c, " -> ", made(in));
        const window w = reads(in);
        const shape s{cells_made(in.h, w.top, w.bottom, w.reach_h(), w.stride.h),
                      cells_made(in.w, w.left, w.right, w.reach_w(), w.stride.w), made(in), in.rank};
        if (s.h < 1 || s.w < 1) p.say(me, ": kernel is larger than its padded input ", in, "; pad it more");
        return s;
    }

    constexpr parameter_list parameters(shape in) const {
        const extent2 k = kernel_on(in);
        const int groups = each_channel ? in.c : options.groups;
        parameter_list list;
        list.add("weight", in.rank == 2 ? dims(made(in), in.c / groups, k.w) : dims(made(in), in.c / groups, k.h, k.w));
        if (options.bias) list.add("bias", dims(made(in)));
        return list;
    }

    constexpr label called(shape in) const {
        label to(each_channel ? "depthwise " : "conv ");
        return to.put(spelled_window(kernel, square && in.rank == 2).view());
    }
    constexpr void describe(label& to, shape in) const {
        to = called(in);
        if (options.stride != extent2(1)) {
            to.put(" /").put(options.stride.h);
            if (options.stride.w != options.stride.h) to.put('x').put(options.stride.w);
        }
        if (options.dilation != extent2(1)) to.put(" dilated ").put(options.dilation.h);
        if (options.groups > 1) to.put(" in ").put(options.groups).put(" groups");
        if (channels && !each_channel) to.put(" -> ").put(channels);
    }

    constexpr void known(facts& f) const { f.causal = options.pad.before; }

    template <class To>
    auto onnx(To& to, shape in) const {
        const auto bias = options.bias ? to.parameter("bias") : to.nothing();
        return to.op("Conv", to.input(), to.parameter("weight"), bias).set(reads(in)).set("group", contracts(in).groups);
    }
};

/// A convolution of an image: conv<3,3>(64, {.stride = 2, .pad = 1}). Without a number it keeps the channels.
template <int KH, int KW>
constexpr conv_layer conv(int channels, conv_options options = {}) {
    return {{KH, KW}, channels > 0 ? channels : -1, options};
}
template <int KH, int KW>
constexpr conv_layer conv(conv_options options = {}) {
    return {{KH, KW}, 0, options};
}

/// K cells of a signal, or K x K of an image.
template <int K>
constexpr conv_layer conv(int channels, conv_options options = {}) {
    return {K, channels > 0 ? channels : -1, options, true};
}
template <int K>
constexpr conv_layer conv(conv_options options = {}) {
    return {K, 0, options, true};
}

/// A filter for each channel on its own, or `multiplier` of them; the outputs of a channel lie side by side.
template <int KH, int KW = KH>
constexpr conv_layer depthwise(conv_options options = {}) {
    return {{KH, KW}, 0, options, KH == KW, true};
}
template <int KH, int KW = KH>
constexpr conv_layer depthwise(int multiplier, conv_options options = {}) {
    return {{KH, KW}, multiplier > 0 ? multiplier : -1, options, KH == KW, true};
}

static_assert(contraction_layer<conv_layer>);

}  // namespace fusenet
