// maxpool and avgpool: the largest value, or the mean, of every window, channel by channel.
#pragma once

#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>
#include <limits>

namespace fusenet {

struct pool_options {
    extent2 stride = 0;  // 0: as the window
    padding pad = 0;
    bool ceil_mode = false;          // a last window may hang over the end
    bool count_include_pad = false;  // avgpool: divide by the padded window's cells
    extent2 dilation = 1;
};

/// What both pools share: the window and its checks.
struct pool_window {
    extent2 kernel{};
    pool_options options{};
    bool square = false;
    bool global = false;

    constexpr window reads(shape in) const {
        if (global) return {.kh = in.h, .kw = in.w};
        extent2 k = kernel, s = options.stride, d = options.dilation;
        if (s.h == 0) s.h = k.h;
        if (s.w == 0) s.w = k.w;
        padding pad = options.pad;
        if (in.rank == 2 && square) k.h = s.h = d.h = 1, pad.top = pad.bottom = 0;
        window w = window_on(in, k, s, pad, d);
        if (options.ceil_mode) {  // what hangs over the end is padding
            w.hanging = {beyond(in.h, w.top, w.bottom, w.reach_h(), w.stride.h),
                         beyond(in.w, w.left, w.right, w.reach_w(), w.stride.w)};
            w.bottom += w.hanging.h, w.right += w.hanging.w;
        }
        return w;
    }

    constexpr shape out(const char* name, shape in, problem& p) const {
        const extent2 &k = kernel, &step = options.stride, &spread = options.dilation;
        const padding& pad = options.pad;
        if (in.rank == 1) p.say(name, " needs an image or a signal, got ", in, "; reshape it first");
        if (!global && (k.h < 1 || k.w < 1)) p.say(name, ": window must be positive, got ", k.h, "x", k.w);
        if (step.h < 0 || step.w < 0) p.say(name, ": stride must be positive, got ", step.h, "x", step.w);
        if (spread.h < 1 || spread.w < 1) p.say(name, ": dilation must be positive, got ", spread.h, "x", spread.w);
        if (pad.before) p.say(name, ": `causal` belongs to a convolution");
        if (pad.top < 0 || pad.left < 0 || pad.bottom < 0 || pad.right < 0)
            p.say(name, ": padding must not be negative; crop() removes cells");
        if (p.found()) return in;
        const window w = reads(in);
        const bool beside = w.top >= w.reach_h() || w.bottom - w.hanging.h >= w.reach_h() || w.left >= w.reach_w() ||
                            w.right - w.hanging.w >= w.reach_w();  // a window that holds no cell of the input
        if (beside) p.say(name, ": padding must be smaller than the window ", spelled(in));
        const shape s{cells_made(in.h, w.top, w.bottom, w.reach_h(), w.stride.h),
                      cells_made(in.w, w.left, w.right, w.reach_w(), w.stride.w), in.c, in.rank};
        if (s.h < 1 || s.w < 1)
            p.say(name, ": window ", spelled(in), " is larger than its padded input ", in, "; pad it more");
        return s;
    }

    constexpr void describe(const char* name, label& to, shape in) const {
        if (global) {
            to.put("global ").put(name);
            return;
        }
        to.put(name).put(' ').put(spelled(in).view());
        if (options.stride.h) to.put(" /").put(options.stride.h);
    }

private:
    constexpr text<23> spelled(shape in) const { return spelled_window(kernel, square && in.rank == 2); }
    static constexpr int beyond(int in, int before, int after, int reach, int stride) {
        const int made = cells_made(in, before, after, reach, stride, true);
        const int missing = (made - 1) * stride + reach - (in + before + after);
        return missing < 0 ? 0 : missing;
    }
};

struct maxpool_layer {
    static constexpr const char* name = "maxpool";
    static constexpr bool takes_max = true;
    pool_window at{};

    constexpr window reads(shape in) const { return at.reads(in); }
    constexpr shape out(shape in, problem& p) const { return at.out(name, in, p); }
    constexpr void describe(label& to, shape in) const { at.describe(name, to, in); }

    template <class V>
    FUSENET_HD constexpr V first() const {
        return V(-std::numeric_limits<float>::infinity());
    }
    template <class V>
    FUSENET_HD constexpr V step(V largest, V x) const {
        return max(largest, x);
    }
    template <class V>
    FUSENET_HD constexpr V merge(V a, V b) const {
        return max(a, b);
    }
    template <class V>
    FUSENET_HD constexpr V done(V largest, V /*cells*/, V /*padded*/) const {
        return largest;
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        if (at.global) return to.op("GlobalMaxPool", to.input());
        window w = reads(in);
        if (w.top < w.kh && w.bottom < w.kh && w.left < w.kw && w.right < w.kw) return to.op("MaxPool", to.input()).set(w);
        const auto least = to.number(-std::numeric_limits<float>::infinity());  // where engines refuse as much padding
        const auto wide = to.op("Pad", to.input(), to.around({w.top, w.left, w.bottom, w.right}), least);
        w.top = w.left = w.bottom = w.right = 0;
        return to.op("MaxPool", wide).set(w);
    }
};

struct avgpool_layer {
    static constexpr const char* name = "avgpool";
    pool_window at{};

    constexpr void known(facts& f) const { f.pads_zero = at.options.count_include_pad; }
    constexpr window reads(shape in) const { return at.reads(in); }
    constexpr shape out(shape in, problem& p) const { return at.out(name, in, p); }
    constexpr void describe(label& to, shape in) const { at.describe(name, to, in); }

    template <class V>
    FUSENET_HD constexpr V first() const {
        return V(0);
    }
    template <class V>
    FUSENET_HD constexpr V step(V sum, V x) const {
        return sum + x;
    }
    template <class V>
    FUSENET_HD constexpr V merge(V a, V b) const {
        return a + b;
    }
    template <class V>
    FUSENET_HD constexpr V done(V sum, V cells, V padded) const {
        return sum / (at.options.count_include_pad ? padded : cells);
    }

    template <class To>
    auto onnx(To& to, shape in) const {
        if (at.global) return to.op("GlobalAveragePool", to.input());
        const window w = reads(in);
        const bool counts_padding = at.options.count_include_pad;
        if (w.dilation == extent2(1) && (!counts_padding || w.hanging == extent2(0)))
            return to.op("AveragePool", to.input()).set(w).set("count_include_pad", counts_padding ? 1 : 0);
        // Opset 13 has no dilation here, and engines disagree on what ceil mode adds: a sum, and its cells counted.
        const auto ones = in.rank == 3 ? to.filled(1, {in.c, 1, w.kh, w.kw}) : to.filled(1, {in.c, 1, w.kw});
        const auto sums = to.op("Conv", to.input(), ones).set(w).set("group", in.c);
        const auto shares = to.each_cell([&](int y, int x) {
            const bool p = counts_padding;
            const int rows = counted(y * w.stride.h - w.top, w.kh, w.dilation.h, p ? -w.top : 0, in.h + (p ? w.bottom - w.hanging.h : 0));
            const int cells = counted(x * w.stride.w - w.left, w.kw, w.dilation.w, p ? -w.left : 0, in.w + (p ? w.right - w.hanging.w : 0));
            return 1 / static_cast<float>(rows * cells);
        });
        return to.op("Mul", sums, shares);
    }

private:
    /// How many of `cells` cells from `at` on, `apart` from each other, lie in [first, end).
    static constexpr int counted(int at, int cells, int apart, int first, int end) {
        int inside = 0;
        for (int k = 0; k < cells; ++k) inside += at + k * apart >= first && at + k * apart < end;
        return inside;
    }
};

/// K x K cells of an image, K of a signal; the stride is K unless given: maxpool<3>({.stride = 2, .pad = 1}).
template <int KH, int KW = KH>
constexpr maxpool_layer maxpool(pool_options options = {}) {
    return {{{KH, KW}, options, KH == KW}};
}
template <int KH, int KW = KH>
constexpr avgpool_layer avgpool(pool_options options = {}) {
    return {{{KH, KW}, options, KH == KW}};
}
/// One cell for the whole map.
constexpr maxpool_layer global_maxpool() { return {{.global = true}}; }
constexpr avgpool_layer global_avgpool() { return {{.global = true}}; }

static_assert(fold_layer<maxpool_layer> && fold_layer<avgpool_layer>);

}  // namespace fusenet
