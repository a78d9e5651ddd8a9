// Weights that are constexpr arrays in the program: checked by the compiler, or when they are loaded.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet {

/// One tensor of weights in the program's own memory, such as an array; as many values as its extent has.
struct constant_tensor {
    std::string_view name;
    dims extent;
    std::span<const float> values;

    constexpr bool complete() const { return static_cast<long long>(values.size()) == extent.size(); }
};

/// Whether the constants are the table's tensors, each once, with its extent and all its values, in fusenet's own order
/// of axes: `static_assert(constants_match(table, constants))`.
constexpr bool constants_match(std::span<const parameter> table, std::span<const constant_tensor> constants) {
    if (table.size() != constants.size()) return false;
    // A hash table: sorting a thousand names would take more steps than clang allows.
    struct slot {
        unsigned long long key = 0;
        std::size_t row = 0;  // 1 + the row's index; 0: empty
        bool used = false;
    };
    std::vector<slot> slots(std::bit_ceil(2 * table.size() + 1));
    const auto find = [&](unsigned long long key, auto is_it) -> slot& {
        std::size_t at = key & (slots.size() - 1);
        while (slots[at].row && !is_it(slots[at])) at = (at + 1) & (slots.size() - 1);
        return slots[at];
    };
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto key = hash(table[i].name.view());
        find(key, [](const slot&) { return false; }) = {key, i + 1, false};
    }
    for (const constant_tensor& c : constants) {
        const auto key = hash(c.name);
        slot& at =
            find(key, [&](const slot& s) { return s.key == key && !s.used && table[s.row - 1].name.view() == c.name; });
        if (!at.row || table[at.row - 1].extent != c.extent || !c.complete()) return false;
        at.used = true;
    }
    return true;  // as many as the rows, and no row twice
}

/// Constants as a source. Their axes are in fusenet's own order unless the options say otherwise; those that are not
/// are put in order as they are taken.
class constant_values final : public value_source {
public:
    constant_values(std::span<const parameter> table, convention order, std::vector<const float*> rows)
        : value_source(table, "constants"), order_(order), rows_(std::move(rows)) {}

    bool all_zero(std::size_t row) const override { return !rows_[row]; }
    const float* lying(std::size_t row) const override {
        return weight_files::disorder_of(table()[row], order_) == weight_files::disorder::none ? rows_[row] : nullptr;
    }
    status read(std::size_t row, long long first, std::span<float> to) override {
        const parameter& p = table()[row];
        if (!rows_[row]) return std::ranges::fill(to, 0.0f), status();
        const auto slice = static_cast<std::size_t>(slice_of(p)), from = static_cast<std::size_t>(first);
        weight_files::file_order(p, order_).each(from, to.size() / slice, [&](std::size_t here, std::size_t there) {
            to[here - from * slice] = rows_[row][there];
        });
        return {};
    }

private:
    convention order_;
    std::vector<const float*> rows_;
};

/// Checks the constants and takes none of them yet: a model packs them from where they lie.
inline result<constant_values> try_open_constants(std::span<const parameter> table,
                                                  std::span<const constant_tensor> constants,
                                                  const load_options& options = {}) {
    using namespace weight_files;
    const std::string source = "constants";
    const convention order = options.order.value_or(convention::fusenet);
    std::vector<constant_tensor> sorted(constants.begin(), constants.end());
    std::ranges::stable_sort(sorted, {}, &constant_tensor::name);
    const auto twice = std::ranges::adjacent_find(sorted, {}, &constant_tensor::name);
    if (twice != sorted.end()) return tensor_failure(source, twice->name, "is given twice");
    std::vector<offer> offers;
    for (const constant_tensor& c : sorted) {
        if (!c.complete())
            return tensor_failure(source, c.name,
                                  "expected the " + std::to_string(c.extent.size()) + " values of " +
                                      spelled(c.extent) + ", found " + std::to_string(c.values.size()));
        offers.push_back({c.name, stored_type::float32, {c.extent.d, c.extent.d + c.extent.rank}});
    }
    const auto found = match(source, table, offers, order, options.allow_extra);
    if (!found) return found.why();
    std::vector<const float*> rows;
    for (const offered_values& row : *found)
        rows.push_back(row.zeros() ? nullptr : sorted[row.at].values.data() + row.first);
    return constant_values(table, order, std::move(rows));
}

/// Copies the constants.
inline result<parameter_set> try_from_constants(std::span<const parameter> table,
                                                std::span<const constant_tensor> constants,
                                                const load_options& options = {}) {
    auto opened = try_open_constants(table, constants, options);
    if (!opened) return opened.why();
    return try_read_all(*opened);
}

#if defined(__cpp_exceptions)
inline constant_values open_constants(std::span<const parameter> table, std::span<const constant_tensor> constants,
                                      const load_options& options = {}) {
    return try_open_constants(table, constants, options).value();
}
inline parameter_set from_constants(std::span<const parameter> table, std::span<const constant_tensor> constants,
                                    const load_options& options = {}) {
    return try_from_constants(table, constants, options).value();
}
#endif

}  // namespace fusenet
