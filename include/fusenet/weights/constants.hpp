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
#include <span>
#include <string>
#include <string_view>
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

/// Copies the constants. Their axes are in fusenet's own order unless the options say otherwise.
inline result<parameter_set> try_from_constants(std::span<const parameter> table,
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
    parameter_set set(table);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const std::span<const float> from = sorted[(*found)[i]].values;
        const std::span<float> to = set.of(table[i]);
        file_order(table[i], order).each([&](std::size_t here, std::size_t there) { to[here] = from[there]; });
    }
    return set;
}

#if defined(__cpp_exceptions)
inline parameter_set from_constants(std::span<const parameter> table, std::span<const constant_tensor> constants,
                                    const load_options& options = {}) {
    return try_from_constants(table, constants, options).value();
}
#endif

}  // namespace fusenet
