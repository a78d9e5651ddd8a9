// total: a fold of a whole map to one cell. Each row has a partial of its own, and these are merged in their order,
// so that the answer does not depend on how threads share the rows.
#pragma once

#include <fusenet/backends/cpu/slide.hpp>

namespace fusenet::cpu {

/// Folds rows `read` of the map, each into its row of `partials` [h][channels padded to whole vectors]; or,
/// with a pitch of 0, all into one, in their order.
template <class Layer>
[[gnu::noinline]] void total_rows(const Layer layer, view in, rows read, float* partials, long long pitch) {
    for (int y = read.first; y < read.end; ++y)
        for (int c = 0; c < in.c; c += lanes) {
            const int n = in.c - c < lanes ? in.c - c : lanes;
            vec acc = layer.template first<vec>();
            const float* p = in.at(y, 0) + c;
            if (n == lanes)
                for (int x = 0; x < in.w; ++x, p += in.pitch) acc = layer.step(acc, load(p));
            else
                for (int x = 0; x < in.w; ++x, p += in.pitch) acc = layer.step(acc, load_some(p, n));
            if (pitch == 0 && y > 0) acc = layer.merge(load(partials + c), acc);
            store(partials + y * pitch + c, acc);
        }
}

template <class Layer, class Epilogue>
[[gnu::noinline]] void total_finish(const Layer layer, shape in, const float* partials, long long pitch, const Epilogue e) {
    const auto to = e.at(0, 1);
    const vec cells(static_cast<float>(in.h * in.w));
    for (int c = 0; c < in.c; c += lanes) {
        vec acc = load(partials + c);
        for (int y = 1; y < in.h && pitch > 0; ++y) acc = layer.merge(acc, load(partials + y * pitch + c));
        acc = layer.done(acc, cells, cells);
        if (in.c - c >= lanes) to.template put<false>(acc, 0, c);
        else to.template put<true>(acc, 0, c, in.c - c);
    }
}

}  // namespace fusenet::cpu
