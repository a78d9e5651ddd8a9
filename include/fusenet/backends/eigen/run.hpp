// run: rows of a contraction as Eigen's matrix products.
#pragma once

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"  // GCC 12 finds fault with its own AVX-512 header (bug 105593)
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <Eigen/Core>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

#include <algorithm>
#include <fusenet/core/openmp_threads.hpp>
#include <fusenet/plan/library_stage.hpp>

namespace fusenet::eigen {

using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using row_stride = Eigen::OuterStride<Eigen::Dynamic>;
using rows_of = Eigen::Map<const matrix, Eigen::Unaligned, row_stride>;

namespace detail {

/// Gathers the windows of rows `made`, group `group`, as rows [kh][kw][in of the group]; zeros where a window hangs over.
inline void gather(const plan::library_stage& l, rows made, int group, const plan::library_rows& r) {
    const window& w = l.reads;
    const int from = l.in.c / l.groups;
    float* to = r.patches;
    for (int y = made.first; y < made.end; ++y)
        for (int x = 0; x < l.out.w; ++x)
            for (int v = 0; v < w.kh; ++v)
                for (int h = 0; h < w.kw; ++h, to += from) {
                    const int at_y = y * w.stride.h - w.top + v * w.dilation.h, at_x = x * w.stride.w - w.left + h * w.dilation.w;
                    if (at_y < 0 || at_y >= l.in.h || at_x < 0 || at_x >= l.in.w) std::fill_n(to, from, 0.f);
                    else std::copy_n(r.in + (1LL * at_y * l.in.w + at_x) * r.in_pitch + group * from, from, to);
                }
}

}  // namespace detail

/// Channels `part` of rows `made`: biases and sums of products, no steps. A cell alone of the input is the left operand
/// as it lies, larger windows are gathered first. In the calling thread, but Eigen may allocate to pack its operands.
inline void make_rows(const plan::library_stage& l, rows made, rows part, const plan::library_rows& r) {
    const openmp_threads alone(1);  // Eigen starts threads of its own where it may
    const int from = l.in.c / l.groups, to = l.out.c / l.groups;
    const long long cells = 1LL * made.count() * l.out.w, depth = l.depth();
    const bool as_it_lies = l.reads.single_cell();
    for (int group = 0; group < l.groups; ++group) {
        const int first = group * to + part.first, count = std::min(part.end, to) - part.first;
        if (count <= 0) continue;
        if (!as_it_lies) detail::gather(l, made, group, r);
        const float* left = as_it_lies ? r.in + 1LL * made.first * l.in.w * r.in_pitch + group * from : r.patches;
        const rows_of windows(left, cells, depth, row_stride(as_it_lies ? r.in_pitch : depth));
        const rows_of filters(r.filters + first * depth, count, depth, row_stride(depth));
        Eigen::Map<matrix, Eigen::Unaligned, row_stride> sums(r.out + first, cells, count, row_stride(r.out_pitch));
        sums.rowwise() = Eigen::Map<const Eigen::RowVectorXf>(r.bias + first, count);
        sums.noalias() += windows * filters.transpose();
    }
}

/// Takes no nests; see cpu::contractor.
struct contractor {
    static constexpr bool takes(int) noexcept { return false; }
    static constexpr void run(int, const plan::library_call&) noexcept {}
    static void make_rows(const plan::library_stage& l, rows made, rows part, const plan::library_rows& r) {
        eigen::make_rows(l, made, part, r);
    }
};

}  // namespace fusenet::eigen
