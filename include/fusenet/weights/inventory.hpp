// The check that all sources of weights share: what was found against the table of what is expected.
#pragma once

#include <cstddef>
#include <fusenet/core/error.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
#include <fusenet/weights/offers.hpp>
#include <fusenet/weights/spelling.hpp>
#include <fusenet/weights/stored_type.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

inline failure tensor_failure(const std::string& source, std::string_view tensor, const std::string& what) {
    return {source + ": tensor " + in_quotes(tensor) + ": " + what};
}

inline std::string and_more(std::size_t count, const char* word) {
    return count > 1 ? " (and " + std::to_string(count - 1) + " more " + word + ")" : std::string();
}

/// Whether the offer is the parameter: its extent, and a type that becomes float32. `if_turned` ends the sentence.
inline status check(const std::string& source, const parameter& p, const tensor_in_file& wanted, convention order,
                    const offer& found, const std::string& if_turned = {}) {
    const auto fail = [&](const std::string& what) { return tensor_failure(source, found.name, what); };
    if (!is_sound(p)) {
        text<64> image;
        put(image, p.flattened);
        return fail("the network's table says that the innermost axis of " + spelled(p.extent) +
                    " reads the flattened image " + std::string(image.view()) + ", which has another size");
    }
    if (p.mixed && planes_first(order))
        return fail("reads flattened images and other values side by side, whose order in a file of PyTorch's convention is "
                    "not known; order its innermost axis as the network's vector is, images as h, w, c, and load with "
                    "convention::fusenet");
    if (is_floating(found.type) && has_extent(p, wanted, order, found)) return {};
    return fail("expected " + spelled(wanted.extent) + " float32, found " + spelled(found) + if_turned);
}

/// What a sentence says of a tensor whose axes are in the other convention's order. That convention is the remedy only
/// if all else fits it, too; and where the source `stated` its own, the tensor is more likely to be wrong.
inline std::string advice_of_turned(std::span<const parameter> table, std::span<const offer> found, convention order,
                                    bool allow_extra, bool stated) {
    const convention other = other_order(order);
    if (!all_fit(table, found, other, allow_extra)) return ", which is transposed";
    const bool theirs = other == convention::tensorflow;
    const std::string whose = theirs ? "TensorFlow's order" : "PyTorch's order";
    const std::string load = std::string("load with convention::") + (theirs ? "tensorflow" : "pytorch");
    if (!stated) return ", which is " + whose + ": " + load;
    return ", which is transposed; if the file is in " + whose + ", whatever it says of itself, " + load;
}

/// What a sentence says of a tensor that is missing: what may be it, and what else there is.
inline failure missing_failure(const std::string& source, std::span<const parameter> table,
                               std::span<const offer> found, convention order, const pairing& pairs) {
    const parameter& p = table[pairs.missing[0]];
    const tensor_in_file& wanted = pairs.wanted[pairs.missing[0]];
    nearest_name near(wanted.name);
    std::vector<std::size_t> alike;
    for (const std::size_t i : pairs.unused) {
        near.offer(found[i].name);
        if (is_floating(found[i].type) && has_extent(p, wanted, order, found[i])) alike.push_back(i);
    }
    std::string what = "expected " + spelled(wanted.extent) + " float32, found no tensor of that name";
    std::string_view named = near.name();
    if (!named.empty()) {
        what += " but " + in_quotes(named);
    } else if (alike.size() == 1) {
        named = found[alike[0]].name;
        what += " but " + in_quotes(named) + " of that extent";
    }
    what += and_more(pairs.missing.size(), "missing");
    if (const std::string there = elsewhere(p, table, found, order); !there.empty())
        return tensor_failure(source, wanted.name, what + there);
    std::vector<offer> others;
    for (const std::size_t i : pairs.unused)
        if (found[i].name != named) others.push_back(found[i]);
    return tensor_failure(source, wanted.name, others.empty() ? what : what + "; unused: " + listed(others, 6));
}

/// Matches what a source offers with the table: for each row its values, which are checked. `found` is sorted by name
/// and holds no name twice. Whether the source has `stated` its order tells only which advice is given.
inline result<std::vector<offered_values>> match(const std::string& source, std::span<const parameter> table,
                                                 std::span<const offer> found, convention order, bool allow_extra,
                                                 bool stated = false) {
    pairing pairs(table, found, order);
    if (!pairs.missing.empty()) return missing_failure(source, table, found, order, pairs);
    if (!pairs.unused.empty() && !allow_extra) {
        const offer& extra = found[pairs.unused[0]];
        return tensor_failure(source, extra.name,
                              "expected no tensor of that name, found " + spelled(extra) +
                                  and_more(pairs.unused.size(), "unexpected"));
    }
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (pairs.at[i].zeros()) continue;
        const tensor_in_file& wanted = pairs.wanted[i];
        const offer& o = found[pairs.at[i].at];
        if (check(source, table[i], wanted, order, o)) continue;
        const bool turned = is_turned(table[i], wanted, order, o);
        return check(source, table[i], wanted, order, o,
                     turned ? advice_of_turned(table, found, order, allow_extra, stated) : "").why();
    }
    return std::move(pairs.at);
}

}  // namespace weight_files
}  // namespace fusenet
