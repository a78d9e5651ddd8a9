// Finds the values of a table in a parameter_set of another: that of the same tensors, perhaps in another order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <fusenet/weights/value_source.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet {

namespace weight_files {

/// A set's tensors, sorted by name.
inline std::vector<offer> offers_of(const parameter_set& given) {
    std::vector<offer> offers;
    for (const parameter& p : given.table())
        offers.push_back({p.name.view(), stored_type::float32, {p.extent.d, p.extent.d + p.extent.rank}});
    std::ranges::sort(offers, {}, &offer::name);
    return offers;
}

}  // namespace weight_files

/// Where a set has the values of `table`'s rows. Each of the table's tensors must be there by its name, with its
/// extent, and no other; the failure names the first that is not so, what was expected and what was found. The set must
/// outlive what is returned.
inline result<values_in_memory> try_find_all(std::span<const parameter> table, const parameter_set& given) {
    using namespace weight_files;
    const std::string source = "load";
    long long floats = 0;
    for (const parameter& p : given.table()) floats = std::max(floats, p.offset + p.extent.size());
    if (given.values().size() != static_cast<std::size_t>(floats))
        return failure{source + ": expected a parameter_set with " + std::to_string(floats) + " values, found " +
                       std::to_string(given.values().size()) + ": it was moved from"};
    for (const parameter& p : table)
        if (const parameter* found = given.find(p.name.view()); found && found->extent != p.extent)
            return tensor_failure(source, p.name.view(),
                                  "expected " + spelled(p.extent) + ", found " + spelled(found->extent));
    const auto same = match(source, table, offers_of(given), convention::fusenet, false);
    if (!same) return same.why();
    std::vector<const float*> rows;
    for (const parameter& p : table) rows.push_back(given.of(*given.find(p.name.view())).data());
    return values_in_memory(table, source, std::move(rows));
}

/// The same values in a set of `table`.
inline result<parameter_set> try_arrange(std::span<const parameter> table, const parameter_set& given) {
    auto found = try_find_all(table, given);
    if (!found) return found.why();
    return try_read_all(*found);
}

}  // namespace fusenet
