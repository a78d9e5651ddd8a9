// Takes the values of one parameter_set for another table: that of the same tensors, perhaps in another order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/inventory.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <span>
#include <string>
#include <vector>

namespace fusenet {

/// The given values in a set of `table`. Each of the table's tensors must be there by its name, with its extent, and
/// no other; the failure names the first that is not so, what was expected and what was found.
inline result<parameter_set> try_arrange(std::span<const parameter> table, const parameter_set& given) {
    using namespace weight_files;
    const std::string source = "load";
    std::vector<offer> offers;
    long long floats = 0;
    for (const auto& [row, values] : given) {
        offers.push_back({row.name.view(), stored_type::float32, {row.extent.d, row.extent.d + row.extent.rank}});
        floats = std::max(floats, row.offset + row.extent.size());
    }
    if (given.values().size() != static_cast<std::size_t>(floats))
        return failure{source + ": expected a parameter_set with " + std::to_string(floats) + " values, found " +
                       std::to_string(given.values().size()) + ": it was moved from"};
    for (const parameter& p : table)
        if (const parameter* found = given.find(p.name.view()); found && found->extent != p.extent)
            return tensor_failure(source, p.name.view(),
                                  "expected " + spelled(p.extent) + ", found " + spelled(found->extent));
    std::ranges::sort(offers, {}, &offer::name);
    const auto same = match(source, table, offers, convention::fusenet, false);
    if (!same) return same.why();
    parameter_set set(table);
    for (const parameter& p : table) std::ranges::copy(given.of(*given.find(p.name.view())), set.of(p).begin());
    return set;
}

}  // namespace fusenet
