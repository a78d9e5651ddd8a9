// lookup: of each cell the row of a table that it asks for, through the epilogue.
#pragma once

#include <fusenet/backends/cpu/epilogue.hpp>
#include <fusenet/backends/cpu/widen.hpp>
#include <fusenet/core/window.hpp>
#include <fusenet/schedule/table.hpp>

namespace fusenet::cpu {

/// A number that is no row's leads to the row of zeros behind the last one: nothing else is ever read.
template <class Layer>
[[gnu::always_inline]] inline long long row_asked(const Layer& layer, float x, int rows) {
    const int row = layer.row(x);
    return row >= 0 && row < rows ? row : rows;
}

/// `weights` lie as `Form` says.
template <schedule::table_form Form, class Layer, class Epilogue>
[[gnu::noinline]] void look_up(const Layer layer, view in, const float* weights, rows made, const Epilogue e) {
    using weight = weight_type<Form.stored>;
    const auto* const table = reinterpret_cast<const weight*>(weights);
    const long long first = static_cast<long long>(made.first) * e.out.w, end = static_cast<long long>(made.end) * e.out.w;
    for (long long cell = first; cell < end; ++cell) {
        const auto to = e.at(cell, 1);
        const weight* const row = table + row_asked(layer, in.p[cell * in.pitch], Form.rows) * Form.channels;
        int c = 0;
        for (; c + lanes <= Form.channels; c += lanes) to.template put<false>(load(row + c), 0, c);
        if (c < Form.channels) to.template put<true>(load(row + c), 0, c, Form.channels - c);
    }
}

}  // namespace fusenet::cpu
