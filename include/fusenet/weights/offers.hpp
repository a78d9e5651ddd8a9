// offers: the tensors that a source of weights has, and how a network's are found among them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/keras_names.hpp>
#include <fusenet/weights/recurrent_tensors.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fusenet::weight_files {

/// A tensor that a source offers.
struct offer {
    std::string_view name;
    stored_type type;
    std::vector<std::uint64_t> extent;
    std::string_view type_text{};  // the file's own word for an unknown type
};

inline std::string spelled(const offer& o) {
    std::string out = spelled(o.extent);
    if (o.type == stored_type::unknown) return out + ' ' + in_quotes(o.type_text);
    if (o.type != stored_type::float32) out.append(1, ' ').append(facts_of(o.type).name);
    return out;
}

/// "a.bias" [4], "a.weight" [4x2] and 3 more: at most so many, with names that all can print.
inline std::string listed(std::span<const offer> offers, std::size_t most) {
    std::string out;
    for (const offer& o : offers.first(std::min(offers.size(), most)))
        out += (out.empty() ? "" : ", ") + in_quotes(o.name) + ' ' + spelled(o);
    return offers.size() > most ? out + " and " + std::to_string(offers.size() - most) + " more" : out;
}

/// Where a file of this convention keeps a parameter, and under which extent.
inline tensor_in_file tensor_of(const parameter& p, std::span<const parameter> table, convention order) {
    if (is_kept_apart(p, order)) return recurrent_tensor(p, table, order);
    return {std::string(p.name.view()), extent_in_file(p, order)};
}

/// What a source offers, by name: as it stands there, and in TensorFlow's files as Keras writes it.
class offered_names {
public:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    /// `found` is sorted by name and holds no name twice.
    offered_names(std::span<const offer> found, convention order)
        : found_(found), of_keras_(order == convention::tensorflow) {
        if (!of_keras_) return;
        for (std::size_t i = 0; i < found.size(); ++i) plain_.push_back({plain_keras_name(found[i].name), i});
        std::ranges::sort(plain_, {}, &plain::name);
        if (plain_.empty()) return;
        const std::string& first = plain_.front().name;
        model_ = first.substr(0, first.find('.') + 1);
        if (!plain_.back().name.starts_with(model_)) model_.clear();
    }

    /// The index of the offer that is the tensor of this name, or `none`.
    std::size_t find(const tensor_in_file& wanted, bool recurrent) const {
        const auto at = std::ranges::lower_bound(found_, wanted.name, {}, &offer::name);
        if (at != found_.end() && at->name == wanted.name) return static_cast<std::size_t>(at - found_.begin());
        if (!of_keras_) return none;
        if (const std::size_t same = find_plain(wanted.name); same != none || recurrent) return same;
        for (const std::string& name : keras_names(wanted.name))
            if (const std::size_t same = find_plain(name); same != none) return same;
        return none;
    }

private:
    struct plain {
        std::string name;
        std::size_t at = 0;
    };
    /// Nothing where two offers would do.
    std::size_t find_plain(const std::string& name) const {
        const std::string own = plain_keras_name(name);
        auto same = std::ranges::equal_range(plain_, own, {}, &plain::name);
        if (same.empty() && !model_.empty()) same = std::ranges::equal_range(plain_, model_ + own, {}, &plain::name);
        return same.size() == 1 ? same.begin()->at : none;
    }

    std::span<const offer> found_;
    bool of_keras_;
    std::vector<plain> plain_;
    std::string model_;  // "sequential." where all names begin with it: Keras has the model's there
};

/// Advice where a recurrence's parameter is not there, but what another convention calls it is.
inline std::string elsewhere(const parameter& p, std::span<const parameter> table, std::span<const offer> found,
                             convention order) {
    struct row {
        convention order;
        const char* advice;
    };
    for (const row& r : {row{convention::tensorflow, "Keras's: load with convention::tensorflow"},
                         row{convention::onnx, "ONNX's: load with convention::onnx"},
                         row{convention::pytorch, "PyTorch's: load with convention::pytorch"}}) {
        const tensor_in_file there = tensor_of(p, table, r.order);
        if (r.order == order || there.none || there.name == tensor_of(p, table, order).name) continue;
        const std::size_t at = offered_names(found, r.order).find(there, true);
        if (at != offered_names::none) return "; " + in_quotes(found[at].name) + " is " + r.advice;
    }
    return {};
}

/// Where a parameter's values are: in this offer, from its value `first` on; or nowhere, as all are zero.
struct offered_values {
    std::size_t at = offered_names::none;
    std::uint64_t first = 0;

    bool zeros() const { return at == offered_names::none; }
};

/// A table's rows beside what a source offers, by name. `found` is sorted by name and holds no name twice.
struct pairing {
    std::vector<tensor_in_file> wanted;  // for each row
    std::vector<offered_values> at;      // and where that is
    std::vector<std::size_t> missing;    // rows
    std::vector<std::size_t> unused;     // offers

    pairing(std::span<const parameter> table, std::span<const offer> found, convention order) {
        std::vector<bool> used(found.size());
        const offered_names names(found, order);
        for (std::size_t row = 0; row < table.size(); ++row) {
            wanted.push_back(tensor_of(table[row], table, order));
            at.push_back({offered_names::none, wanted.back().first});
            if (wanted.back().none) continue;
            at.back().at = names.find(wanted.back(), is_kept_apart(table[row], order));
            if (at.back().zeros()) missing.push_back(row);
            else used[at.back().at] = true;
        }
        for (std::size_t i = 0; i < found.size(); ++i)
            if (!used[i]) unused.push_back(i);
    }
};

/// Whether a tensor of this extent is the parameter, which has a name of its own there or not.
inline bool has_extent(const parameter& p, const tensor_in_file& wanted, convention order, const offer& found) {
    return is_kept_apart(p, order) ? found.extent == wanted.extent : holds(p, order, found.extent);
}

/// Whose axes are the other way round.
constexpr convention other_order(convention order) {
    return order == convention::tensorflow ? convention::pytorch : convention::tensorflow;
}

/// Whether a tensor, which is not the parameter, would be it with its axes in the other order.
inline bool is_turned(const parameter& p, const tensor_in_file& wanted, convention order, const offer& found) {
    if (!is_floating(found.type) || has_extent(p, wanted, order, found)) return false;
    if (!is_kept_apart(p, order)) return holds(p, other_order(order), found.extent);
    return std::ranges::equal(found.extent, std::vector(wanted.extent.rbegin(), wanted.extent.rend()));
}

/// Whether a source has a table's tensors, by name, extent and type.
inline bool all_fit(std::span<const parameter> table, std::span<const offer> found, convention order,
                    bool allow_extra) {
    const pairing pairs(table, found, order);
    if (!pairs.missing.empty() || !(pairs.unused.empty() || allow_extra)) return false;
    for (std::size_t row = 0; row < table.size(); ++row) {
        if (pairs.at[row].zeros()) continue;
        const offer& o = found[pairs.at[row].at];
        if (!is_floating(o.type) || !has_extent(table[row], pairs.wanted[row], order, o)) return false;
    }
    return true;
}

}  // namespace fusenet::weight_files
