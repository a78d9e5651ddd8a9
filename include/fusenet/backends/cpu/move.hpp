// move: rows of a layer that only takes cells from elsewhere.
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

}  // namespace fusenet::cpu
