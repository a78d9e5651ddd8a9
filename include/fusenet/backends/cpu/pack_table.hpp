// pack_table: the rows of a lookup's table, as floats or in 16 bits.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/backends/cpu/misfit.hpp>
#include <fusenet/schedule/table.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <vector>

namespace fusenet::cpu {

namespace detail {

template <class Weight>
void put_values(std::span<const float> values, long long at, float* to, misfit& too_much) {
    Weight* const stored = reinterpret_cast<Weight*>(to) + at;
    for (std::size_t i = 0; i < values.size(); ++i) {
        stored[i] = narrowed<Weight>(values[i]);
        if (too_large<Weight>(values[i]) && too_much.at < 0) too_much = {at + static_cast<long long>(i), values[i]};
    }
}

}  // namespace detail

/// The table that is row `row` of the source's; `to` holds zeros behind it. `room` is memory to read into.
inline status pack_table(value_source& given, std::size_t row, const schedule::table_form& form, std::vector<float>& room, float* to) {
    if (given.all_zero(row)) return {};
    misfit too_much;
    const status read = each_piece(given, row, room, [&](long long first, std::span<const float> values) {
        const long long at = first * form.channels;
        if (form.stored == weight_storage::float32) std::ranges::copy(values, to + at);
        if (form.stored == weight_storage::bfloat16) detail::put_values<bfloat16>(values, at, to, too_much);
        if (form.stored == weight_storage::float16) detail::put_values<float16>(values, at, to, too_much);
    });
    if (read && too_much.at >= 0) return too_large_for(form.stored, given.name(), given.table()[row], too_much, false);
    return read;
}

}  // namespace fusenet::cpu
