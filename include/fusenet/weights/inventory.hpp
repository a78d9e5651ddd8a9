// The check that all sources of weights share: what was found against the table of what is expected.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
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

inline std::string expectation(const parameter& p, convention order) {
    return "expected " + spelled(extent_in_file(p, order)) + " float32";
}

/// Whether the offer is the parameter: its extent, and a type that becomes float32.
inline status check(const std::string& source, const parameter& p, convention order, const offer& found) {
    const auto fail = [&](const std::string& what) { return tensor_failure(source, p.name.view(), what); };
    if (!is_sound(p)) {
        text<64> image;
        put(image, p.flattened);
        return fail("the network's table says that the innermost axis of " + spelled(p.extent) +
                    " reads the flattened image " + std::string(image.view()) + ", which has another size");
    }
    if (is_floating(found.type) && holds(p, order, found.extent)) return {};
    std::string advice;
    if (is_floating(found.type) && order != convention::tensorflow && holds(p, convention::tensorflow, found.extent))
        advice = ", which is TensorFlow's order: load with convention::tensorflow";
    if (is_floating(found.type) && order == convention::tensorflow && holds(p, convention::pytorch, found.extent))
        advice = ", which is PyTorch's order: load with convention::pytorch";
    return fail(expectation(p, order) + ", found " + spelled(found) + advice);
}

/// Matches what a source offers with the table: for each row the index of its offer, which is checked.
/// `found` is sorted by name and holds no name twice.
inline result<std::vector<std::size_t>> match(const std::string& source, std::span<const parameter> table,
                                              std::span<const offer> found, convention order, bool allow_extra) {
    std::vector<std::size_t> at;
    std::vector<bool> used(found.size());
    std::vector<const parameter*> missing;
    for (const parameter& p : table) {
        const auto place = std::ranges::lower_bound(found, p.name.view(), {}, &offer::name);
        if (place == found.end() || place->name != p.name.view()) {
            missing.push_back(&p);
            continue;
        }
        at.push_back(static_cast<std::size_t>(place - found.begin()));
        used[at.back()] = true;
    }
    const auto and_more = [](std::size_t count, const char* word) {
        return count > 1 ? " (and " + std::to_string(count - 1) + " more " + word + ")" : std::string();
    };
    if (!missing.empty()) {
        nearest_name near(missing[0]->name.view());
        for (std::size_t i = 0; i < found.size(); ++i)
            if (!used[i]) near.offer(found[i].name);
        std::string what = expectation(*missing[0], order) + ", found no tensor of that name";
        if (!near.name().empty()) what += " but " + in_quotes(near.name());
        return tensor_failure(source, missing[0]->name.view(), what + and_more(missing.size(), "missing"));
    }
    if (const auto extras = static_cast<std::size_t>(std::ranges::count(used, false)); extras && !allow_extra) {
        const offer& extra = found[static_cast<std::size_t>(std::ranges::find(used, false) - used.begin())];
        return tensor_failure(
            source, extra.name,
            "expected no tensor of that name, found " + spelled(extra) + and_more(extras, "unexpected"));
    }
    for (std::size_t i = 0; i < table.size(); ++i)
        if (const status fits = check(source, table[i], order, found[at[i]]); !fits) return fits.why();
    return at;
}

}  // namespace weight_files
}  // namespace fusenet
