// move: rows of a layer that only takes cells from elsewhere; and transposed convolutions, which gather.
#pragma once

#include <fusenet/backends/cpu/slide.hpp>

namespace fusenet::cpu {

template <class Layer>
constexpr int taps_of() {
    if constexpr (requires { Layer::taps; }) return Layer::taps;
    else return 1;
}

/// Gathers a vector's lanes one by one: the index map may be anything.
template <class Layer, class Epilogue>
[[gnu::noinline]] void move(const Layer layer, view in, shape from, shape to_shape, rows made, const Epilogue e) {
    for (int y = made.first; y < made.end; ++y)
        for (int x = 0; x < e.out.w; ++x) {
            const auto to = e.at(static_cast<long long>(y) * e.out.w + x, 1);
            for (int c = 0; c < e.out.c; c += lanes) {
                const int n = e.out.c - c < lanes ? e.out.c - c : lanes;
                float taken[lanes]{};
                for (int i = 0; i < n; ++i) {
                    float sum = 0;
                    for (int k = 0; k < taps_of<Layer>(); ++k) {
                        const source s = layer.from(from, to_shape, y, x, c + i, k);
                        sum += s.y < 0 ? s.share : s.share * in.at(s.y, s.x)[s.c];
                    }
                    taken[i] = sum;
                }
                const vec v = load(taken);
                if (n == lanes) to.template put<false>(v, 0, c);
                else to.template put<true>(v, 0, c, n);
            }
        }
}

/// Rows of a transposed convolution. Output row y takes input row i through filter row t where y == i * up - cut +
/// t * dilation: each output cell gathers those t for which i == (y + cut - t * dilation) / up is whole and inside.
/// Weights [group][kh][kw][in][out padded to whole vectors].
template <class Epilogue>
[[gnu::noinline]] void contract_transposed(const window& w, view in, const packed_contraction& packed, rows made, const Epilogue e) {
    const int from = in.c / packed.groups, to_channels = e.out.c / packed.groups;
    const int padded = (to_channels + lanes - 1) / lanes * lanes;
    const int pad_top = w.dilation.h * (w.kh - 1) - w.top, pad_left = w.dilation.w * (w.kw - 1) - w.left;
    for (int y = made.first; y < made.end; ++y)
        for (int x = 0; x < e.out.w; ++x) {
            const auto to = e.at(static_cast<long long>(y) * e.out.w + x, 1);
            for (int group = 0; group < packed.groups; ++group)
                for (int c = 0; c < to_channels; c += lanes) {
                    vec acc = load(packed.bias + group * padded + c);
                    for (int ky = 0; ky < w.kh; ++ky) {
                        const int up = y + pad_top - ky * w.dilation.h;
                        if (up < 0 || up % w.up.h || up / w.up.h >= in.h) continue;
                        for (int kx = 0; kx < w.kw; ++kx) {
                            const int left = x + pad_left - kx * w.dilation.w;
                            if (left < 0 || left % w.up.w || left / w.up.w >= in.w) continue;
                            const float* p = in.at(up / w.up.h, left / w.up.w) + group * from;
                            const float* k = packed.weights +
                                             ((static_cast<long long>(group) * w.kh + ky) * w.kw + kx) * from * padded + c;
                            for (int i = 0; i < from; ++i, k += padded) acc = multiply_add(vec(p[i]), load(k), acc);
                        }
                    }
                    const int n = to_channels - c < lanes ? to_channels - c : lanes;
                    if (n == lanes) to.template put<false>(acc, 0, group * to_channels + c);
                    else to.template put<true>(acc, 0, group * to_channels + c, n);
                }
        }
}

}  // namespace fusenet::cpu
