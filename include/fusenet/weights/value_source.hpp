// value_source: where a model takes the values of its parameters from, some at a time: a file, constants, or a set.
#pragma once

#include <algorithm>
#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/parameter_set.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fusenet {

/// Values for every row of a parameter table, which are those that the table asks for: names, extents and types were
/// checked when the source was opened. They come in the order that a parameter_set has. The table must outlive it.
class value_source {
public:
    value_source(std::span<const parameter> table, std::string name) : table_(table), name_(std::move(name)) {}
    virtual ~value_source() = default;

    std::span<const parameter> table() const { return table_; }
    /// What sentences call it, such as a file's name.
    const std::string& name() const { return name_; }

    /// All values of a row, if they lie in memory and in order; else nullptr, and read() has them.
    virtual const float* lying(std::size_t /*row*/) const { return nullptr; }
    /// Whether all values of a row are known to be zeros, so that nobody need read them.
    virtual bool all_zero(std::size_t /*row*/) const { return false; }
    /// Fills `to` with a row's values, from this index of its outermost axis on: as many indices as `to` has room for,
    /// each whole. Fails where a file does.
    virtual status read(std::size_t row, long long first, std::span<float> to) = 0;

    /// Whether all lies in memory, so that nothing can fail.
    bool lies() const {
        for (std::size_t row = 0; row < table_.size(); ++row)
            if (!lying(row)) return false;
        return true;
    }

protected:
    value_source(const value_source&) = default;
    value_source(value_source&&) = default;
    value_source& operator=(const value_source&) = default;
    value_source& operator=(value_source&&) = default;

private:
    std::span<const parameter> table_;
    std::string name_;
};

/// How many values one index of a parameter's outermost axis has: a filter's.
constexpr long long slice_of(const parameter& p) { return p.extent.size() / std::max(p.extent.d[0], 1); }

/// Values that lie in memory, a pointer for each row.
class values_in_memory final : public value_source {
public:
    values_in_memory(std::span<const parameter> table, std::string name, std::vector<const float*> rows)
        : value_source(table, std::move(name)), rows_(std::move(rows)) {}
    /// A set's, which must outlive them.
    explicit values_in_memory(const parameter_set& given, std::string name = "load")
        : value_source(given.table(), std::move(name)) {
        for (const parameter& p : given.table()) rows_.push_back(given.of(p).data());
    }

    const float* lying(std::size_t row) const override { return rows_[row]; }
    status read(std::size_t row, long long first, std::span<float> to) override {
        std::copy_n(rows_[row] + first * slice_of(table()[row]), to.size(), to.begin());
        return {};
    }

private:
    std::vector<const float*> rows_;
};

/// Each parameter's fallback.
class fallback_values final : public value_source {
public:
    explicit fallback_values(std::span<const parameter> table) : value_source(table, "fallbacks") {}

    bool all_zero(std::size_t row) const override { return table()[row].fallback == 0; }
    status read(std::size_t row, long long /*first*/, std::span<float> to) override {
        std::ranges::fill(to, table()[row].fallback);
        return {};
    }
};

/// Calls visit(first, values) for all values of a row, piece by piece, each of whole indices of the outermost axis from
/// `first` on. A piece is some hundred KiB, so that it stays in a cache while it is worked on; it has more than a few
/// long indices if they fit 2 MiB. `room` is memory to read into, and grows as needed.
template <class Visit>
status each_piece(value_source& from, std::size_t row, std::vector<float>& room, Visit visit) {
    const parameter& p = from.table()[row];
    const long long slice = slice_of(p), slices = p.extent.d[0];
    if (p.extent.size() == 0) return {};
    if (const float* all = from.lying(row)) {
        visit(0LL, std::span(all, static_cast<std::size_t>(slices * slice)));
        return {};
    }
    constexpr long long piece = 1 << 16, most = 1 << 19, enough = 16;
    long long many = piece / slice / enough * enough;
    if (many < enough) many = std::clamp(most / slice, 1LL, enough);
    many = std::min(many, slices);
    if (room.size() < static_cast<std::size_t>(many * slice)) room.resize(static_cast<std::size_t>(many * slice));
    for (long long first = 0; first < slices; first += many) {
        const auto values = std::span(room).first(static_cast<std::size_t>(std::min(many, slices - first) * slice));
        if (const status read = from.read(row, first, values); !read) return read;
        visit(first, std::span<const float>(values));
    }
    return {};
}

/// All values of a source as a set.
inline result<parameter_set> try_read_all(value_source& from) {
    parameter_set set(from.table());
    for (std::size_t row = 0; row < from.table().size(); ++row)
        if (const status read = from.read(row, 0, set.of(from.table()[row])); !read) return read.why();
    return set;
}

}  // namespace fusenet
