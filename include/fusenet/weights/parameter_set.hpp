// parameter_set: the values of a network's parameters, in fusenet's own order, found by name.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/spelling.hpp>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet {

/// Walks a set in the order of its table: `for (auto [row, values] : set)`.
template <class Set>
struct parameter_iterator {
    struct value_type {
        const parameter& row;
        decltype(std::declval<Set&>().values()) values;
    };
    using difference_type = std::ptrdiff_t;

    Set* set = nullptr;
    std::size_t at = 0;

    value_type operator*() const { return {set->table()[at], set->of(set->table()[at])}; }
    parameter_iterator& operator++() { return ++at, *this; }
    parameter_iterator operator++(int) { return {set, at++}; }
    bool operator==(const parameter_iterator&) const = default;
};

/// Owns the floats of a parameter table, which must outlive it (a network's table is static).
///
/// Every parameter has the extent that its table states, outermost axis first: a filter is OIHW, a dense
/// weight [out x in]. An axis that reads a flattened image is ordered h, w, c, as fusenet keeps images.
class parameter_set {
public:
    parameter_set() = default;

    /// Holds each parameter's fallback.
    explicit parameter_set(std::span<const parameter> table) : table_(table), by_name_(table.size()) {
        long long floats = 0;
        for (const parameter& p : table) floats = std::max(floats, p.offset + p.extent.size());
        values_.resize(static_cast<std::size_t>(floats));
        for (const parameter& p : table) std::ranges::fill(of(p), p.fallback);
        std::iota(by_name_.begin(), by_name_.end(), std::size_t{0});
        std::ranges::sort(by_name_, {}, [table](std::size_t i) { return table[i].name.view(); });
    }

    std::span<const parameter> table() const { return table_; }
    /// All floats, each parameter at its offset.
    std::span<float> values() { return values_; }
    std::span<const float> values() const { return values_; }

    /// The values of a row of this set's own table.
    std::span<float> of(const parameter& p) { return part(values_.data(), p); }
    std::span<const float> of(const parameter& p) const { return part(values_.data(), p); }

    /// The row of that name; nullptr if there is none.
    const parameter* find(std::string_view name) const {
        const auto name_of = [this](std::size_t i) { return table_[i].name.view(); };
        const auto at = std::ranges::lower_bound(by_name_, name, {}, name_of);
        return at != by_name_.end() && name_of(*at) == name ? &table_[*at] : nullptr;
    }

    /// The values of that name; fails on an unknown one, with the name that was probably meant.
    result<std::span<float>> try_at(std::string_view name) {
        if (const parameter* p = find(name)) return of(*p);
        return unknown(name);
    }
    result<std::span<const float>> try_at(std::string_view name) const {
        if (const parameter* p = find(name)) return of(*p);
        return unknown(name);
    }

    /// Replaces the values of that name; fails on an unknown name or another number of values.
    status try_set(std::string_view name, std::span<const float> values) {
        const parameter* p = find(name);
        if (!p) return unknown(name);
        return copy(*p, values);
    }
    /// The same, and fails also if the extent is not the parameter's.
    status try_set(std::string_view name, const dims& extent, std::span<const float> values) {
        const parameter* p = find(name);
        if (!p) return unknown(name);
        if (extent != p->extent)
            return wrong(*p, "expected " + weight_files::spelled(p->extent) + ", found " + weight_files::spelled(extent));
        return copy(*p, values);
    }

#if defined(__cpp_exceptions)
    std::span<float> at(std::string_view name) { return try_at(name).value(); }
    std::span<const float> at(std::string_view name) const { return try_at(name).value(); }
    std::span<float> operator[](std::string_view name) { return at(name); }
    std::span<const float> operator[](std::string_view name) const { return at(name); }
    void set(std::string_view name, std::span<const float> values) { try_set(name, values).require(); }
    void set(std::string_view name, const dims& extent, std::span<const float> values) {
        try_set(name, extent, values).require();
    }
#endif

    /// Fills every parameter with values that tests and benchmarks can live with: filters and dense weights
    /// uniform with variance 2 / n, where n is the number of values for each index of the outermost axis; that is He's
    /// fan-in, but for transposed convolutions, whose outermost axis is the input. Gains and variances (fallback 1) are
    /// in [0.5, 1.5), the others within 1/8 of their fallback. They depend on the seed and the name alone: the same on every machine, and
    /// unchanged when the network gains a layer.
    void randomise(std::uint64_t seed) {
        for (const parameter& p : table_) {
            const double terms = static_cast<double>(p.extent.size()) / p.extent.d[0];
            const bool weight = p.extent.rank > 1;
            const double reach = weight ? std::sqrt(6 / terms) : p.fallback == 1 ? 0.5 : 0.125;
            const double middle = weight ? 0 : static_cast<double>(p.fallback);
            std::uint64_t state = seed * 0x9e3779b97f4a7c15u + hash(p.name.view());
            for (float& value : of(p)) {
                const double draw = static_cast<double>(next(state) >> 40) / (1 << 24);  // [0, 1)
                value = static_cast<float>(middle + reach * (2 * draw - 1));
            }
        }
    }

    auto begin() { return parameter_iterator<parameter_set>{this, 0}; }
    auto end() { return parameter_iterator<parameter_set>{this, table_.size()}; }
    auto begin() const { return parameter_iterator<const parameter_set>{this, 0}; }
    auto end() const { return parameter_iterator<const parameter_set>{this, table_.size()}; }

private:
    template <class Float>
    static std::span<Float> part(Float* values, const parameter& p) {
        if (!values) return {};  // of a set that was moved from
        return {values + p.offset, static_cast<std::size_t>(p.extent.size())};
    }

    failure unknown(std::string_view name) const {
        std::string message = "no parameter is named " + weight_files::in_quotes(name);
        if (by_name_.size() != table_.size()) return {message + ": this set was moved from, and holds nothing"};
        weight_files::nearest_name near(name);
        for (const parameter& p : table_) near.offer(p.name.view());
        if (!near.name().empty()) message += "; did you mean " + weight_files::in_quotes(near.name()) + "?";
        return {message};
    }

    static failure wrong(const parameter& p, const std::string& what) {
        return {"parameter " + weight_files::in_quotes(p.name.view()) + ": " + what};
    }

    status copy(const parameter& p, std::span<const float> values) {
        const std::span<float> to = of(p);
        if (values.size() != to.size())
            return wrong(p, "expected the " + std::to_string(to.size()) + " values of " +
                                weight_files::spelled(p.extent) + ", found " + std::to_string(values.size()));
        std::ranges::copy(values, to.begin());
        return {};
    }

    /// splitmix64 (Steele, Lea, Flood 2014).
    static std::uint64_t next(std::uint64_t& state) {
        std::uint64_t z = state += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    std::span<const parameter> table_;
    std::vector<std::size_t> by_name_;  // rows of the table, sorted
    std::vector<float> values_;
};

}  // namespace fusenet
