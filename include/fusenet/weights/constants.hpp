// Weights that are constexpr arrays in the program: checked by the compiler, or when they are loaded.
#pragma once

#include <algorithm>
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

/// One tensor of weights in the program's own memory; `data` has extent.size() floats.
struct constant_tensor {
    std::string_view name;
    dims extent;
    const float* data = nullptr;
};

/// Whether the constants are the table's tensors, each once, with its extent, in fusenet's own order of axes:
/// `static_assert(constants_match(table, constants))`. Takes O(N log N) steps.
constexpr bool constants_match(std::span<const parameter> table, std::span<const constant_tensor> constants) {
    struct named {
        std::string_view name;
        dims extent;
    };
    if (table.size() != constants.size()) return false;
    std::vector<named> expected, found;
    for (const parameter& p : table) expected.push_back({p.name.view(), p.extent});
    for (const constant_tensor& c : constants) {
        if (!c.data) return false;
        found.push_back({c.name, c.extent});
    }
    std::ranges::sort(expected, {}, &named::name);
    std::ranges::sort(found, {}, &named::name);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i].name != expected[i].name || found[i].extent != expected[i].extent) return false;
        if (i > 0 && found[i].name == found[i - 1].name) return false;
    }
    return true;
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
        if (!c.data) return tensor_failure(source, c.name, "expected values, found a null pointer");
        offers.push_back({c.name, stored_type::float32, {c.extent.d, c.extent.d + c.extent.rank}});
    }
    const auto found = match(source, table, offers, order, options.allow_extra);
    if (!found) return found.why();
    parameter_set set(table);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const float* from = sorted[(*found)[i]].data;
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
