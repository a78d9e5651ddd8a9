// fixed_window: what kernels with constant extents share: their loops over cells, and how they store.
#pragma once

#include <fusenet/backends/cpu/contract.hpp>
#include <fusenet/schedule/specialised.hpp>

namespace fusenet::cpu {

/// Whether windows hang over the upper or lower edge; over the left or right one; over any.
template <schedule::fixed_stage F>
inline constexpr bool cuts_rows = F.reads.top > 0 || (F.out.h - 1) * F.reads.stride.h - F.reads.top + F.reads.reach_h() > F.in.h;
template <schedule::fixed_stage F>
inline constexpr bool cuts_columns = F.reads.left > 0 || (F.out.w - 1) * F.reads.stride.w - F.reads.left + F.reads.reach_w() > F.in.w;
template <schedule::fixed_stage F>
inline constexpr bool cuts = cuts_rows<F> || cuts_columns<F>;

/// The same as `inside`, of an axis whose extents are constants.
template <int Count, int Apart, int Extent>
[[gnu::always_inline]] inline taps taps_inside(int at) {
    taps t{0, Count};
    if (at < 0) t.first = (Apart - 1 - at) / Apart;
    if (at > Extent - 1 - (Count - 1) * Apart) t.end = (Extent - 1 - at + Apart) / Apart;
    if constexpr ((Count - 1) * Apart >= Extent) {  // nothing of a window may be inside
        if (t.first > Count) t.first = Count;
        if (t.end < t.first) t.end = t.first;
    }
    return t;
}

/// Calls f(y, x, taps of its rows, taps of its columns) for every cell of rows `made`. Where windows are single cells,
/// rows are one.
template <schedule::fixed_stage F, class Function>
[[gnu::always_inline]] inline void for_each_cell(rows made, Function f) {
    constexpr window w = F.reads;
    if constexpr (F.out.h == 1) made = {0, 1};
    if constexpr (w.single_cell() && F.out.w > 1) {
        for (int x = made.first * F.out.w; x < made.end * F.out.w; ++x) f(0, x, taps{0, 1}, taps{0, 1});
    } else {
        for (int y = made.first; y < made.end; ++y) {
            taps v{0, w.kh};
            if constexpr (cuts_rows<F>) v = taps_inside<w.kh, w.dilation.h, F.in.h>(y * w.stride.h - w.top);
            for (int x = 0; x < F.out.w; ++x) {
                taps h{0, w.kw};
                if constexpr (cuts_columns<F>) h = taps_inside<w.kw, w.dilation.w, F.in.w>(x * w.stride.w - w.left);
                f(y, x, v, h);
            }
        }
    }
}

/// Stores `count` channels from `c` on through the epilogue, of a number of channels whose last vector has `Rest`. Scalars go one after the other, not unrolled: an epilogue
/// is longer than a loop.
template <int NV, int Rest, class Cursor>
[[gnu::always_inline]] inline void put_vectors(const Cursor& to, const vec (&values)[NV], int c, int count) {
    if constexpr (lanes == 1 && NV > 1) {
        vec done[NV];
#pragma GCC unroll 16
        for (int j = 0; j < NV; ++j) done[j] = values[j];
        for (int j = 0; j < count; ++j) to.template put<false>(done[j], 0, c + j);
    } else {
#pragma GCC unroll 16
        for (int j = 0; j < NV; ++j) {
            const int left = count - j * lanes;
            if (left >= lanes) to.template put<false>(values[j], 0, c + j * lanes);
            else if constexpr (Rest > 0)
                if (left > 0) to.template put<true>(values[j], 0, c + j * lanes, Rest);
        }
    }
}

}  // namespace fusenet::cpu
