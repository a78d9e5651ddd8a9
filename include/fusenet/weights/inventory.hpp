// The check that all sources of weights share: what was found against the table of what is expected.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/keras_names.hpp>
#include <fusenet/weights/recurrent_tensors.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fusenet {

/// How weights are read.
struct load_options {
    /// How the source orders axes. What is not given, the source says; where it says nothing it is PyTorch's
    /// (constants in the program: fusenet's).
    std::optional<convention> order{};
    /// Lets the source hold tensors that the network does not have, such as PyTorch's num_batches_tracked.
    bool allow_extra = false;
};

namespace weight_files {

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

inline failure tensor_failure(const std::string& source, std::string_view tensor, const std::string& what) {
    return {source + ": tensor " + in_quotes(tensor) + ": " + what};
}

/// Where a file of this convention keeps a parameter, and under which extent.
inline tensor_in_file tensor_of(const parameter& p, std::span<const parameter> table, convention order) {
    if (is_kept_apart(p, order)) return recurrent_tensor(p, table, order);
    return {std::string(p.name.view()), extent_in_file(p, order)};
}

/// Whether the offer is the parameter: its extent, and a type that becomes float32.
inline status check(const std::string& source, const parameter& p, const tensor_in_file& wanted, convention order,
                    const offer& found) {
    const auto fail = [&](const std::string& what) { return tensor_failure(source, found.name, what); };
    if (!is_sound(p)) {
        text<64> image;
        put(image, p.flattened);
        return fail("the network's table says that the innermost axis of " + spelled(p.extent) +
                    " reads the flattened image " + std::string(image.view()) + ", which has another size");
    }
    const bool apart = is_kept_apart(p, order);
    if (is_floating(found.type) && (apart ? found.extent == wanted.extent : holds(p, order, found.extent))) return {};
    std::string advice;
    if (!apart && is_floating(found.type) && order != convention::tensorflow &&
        holds(p, convention::tensorflow, found.extent))
        advice = ", which is TensorFlow's order: load with convention::tensorflow";
    if (!apart && is_floating(found.type) && order == convention::tensorflow &&
        holds(p, convention::pytorch, found.extent))
        advice = ", which is PyTorch's order: load with convention::pytorch";
    return fail("expected " + spelled(wanted.extent) + " float32, found " + spelled(found) + advice);
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

/// Matches what a source offers with the table: for each row its values, which are checked. `found` is sorted by name
/// and holds no name twice.
inline result<std::vector<offered_values>> match(const std::string& source, std::span<const parameter> table,
                                                 std::span<const offer> found, convention order, bool allow_extra) {
    std::vector<offered_values> at;
    std::vector<bool> used(found.size());
    std::vector<tensor_in_file> wanted, missing;
    const parameter* first_missing = nullptr;
    const offered_names names(found, order);
    for (const parameter& p : table) {
        wanted.push_back(tensor_of(p, table, order));
        at.push_back({offered_names::none, wanted.back().first});
        if (wanted.back().none) continue;
        at.back().at = names.find(wanted.back(), is_kept_apart(p, order));
        if (!at.back().zeros()) {
            used[at.back().at] = true;
            continue;
        }
        missing.push_back(wanted.back());
        if (!first_missing) first_missing = &p;
    }
    const auto and_more = [](std::size_t count, const char* word) {
        return count > 1 ? " (and " + std::to_string(count - 1) + " more " + word + ")" : std::string();
    };
    if (!missing.empty()) {
        nearest_name near(missing[0].name);
        for (std::size_t i = 0; i < found.size(); ++i)
            if (!used[i]) near.offer(found[i].name);
        std::string what = "expected " + spelled(missing[0].extent) + " float32, found no tensor of that name";
        if (!near.name().empty()) what += " but " + in_quotes(near.name());
        what += and_more(missing.size(), "missing") + elsewhere(*first_missing, table, found, order);
        return tensor_failure(source, missing[0].name, what);
    }
    if (const auto extras = static_cast<std::size_t>(std::ranges::count(used, false)); extras && !allow_extra) {
        const offer& extra = found[static_cast<std::size_t>(std::ranges::find(used, false) - used.begin())];
        return tensor_failure(
            source, extra.name,
            "expected no tensor of that name, found " + spelled(extra) + and_more(extras, "unexpected"));
    }
    for (std::size_t i = 0; i < table.size(); ++i)
        if (!at[i].zeros())
            if (const status fits = check(source, table[i], wanted[i], order, found[at[i].at]); !fits)
                return fits.why();
    return at;
}

}  // namespace weight_files
}  // namespace fusenet
