// What Keras calls parameters, and how its names become a network's.
#pragma once

#include <cctype>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fusenet::weight_files {

/// A name as Keras has it with what says no more than ours left out: "bidirectional/forward_lstm/lstm_cell/kernel:0" is
/// "bidirectional.forward.kernel".
inline std::string plain_keras_name(std::string_view name) {
    const auto without_digits = [](std::string_view word) {
        while (!word.empty() && std::isdigit(static_cast<unsigned char>(word.back()))) word.remove_suffix(1);
        return word;
    };
    if (const std::string_view rest = without_digits(name); rest != name && rest.ends_with(':'))
        name = rest.substr(0, rest.size() - 1);
    std::string out;
    for (bool more = true; more;) {
        const std::size_t end = name.find_first_of("/.");
        more = end != name.npos;
        std::string_view word = name.substr(0, end);
        if (more) name.remove_prefix(end + 1);
        const std::string_view kind = without_digits(word);
        if (more && (word.ends_with("_cell") || (kind != word && kind.ends_with("_cell_")))) continue;
        for (const std::string_view way : {"forward", "backward"})
            if (more && word.starts_with(way) && word.substr(way.size()).starts_with('_')) word = way;
        out.append(out.empty() ? 0 : 1, '.').append(word);
    }
    return out;
}

/// Keras's words for a parameter of a layer that is no recurrence: "stem.weight" may be "stem.kernel".
inline std::vector<std::string> keras_names(std::string_view name) {
    struct row {
        std::string_view ours, theirs;
    };
    std::vector<std::string> out;
    const std::size_t path = name.rfind('.') + 1;  // 0 where there is none
    for (const row& r : {row{"weight", "kernel"}, row{"weight", "depthwise_kernel"}, row{"weight", "gamma"}, row{"weight", "embeddings"},
                         row{"bias", "bias"}, row{"bias", "beta"}, row{"running_mean", "moving_mean"},
                         row{"running_var", "moving_variance"}})
        if (name.substr(path) == r.ours) out.push_back(std::string(name.substr(0, path)).append(r.theirs));
    return out;
}

}  // namespace fusenet::weight_files
