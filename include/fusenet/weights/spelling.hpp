// How the sentences of this room spell names and extents, and which name was probably meant.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/parameter.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace fusenet::weight_files {

/// The text in quotes, fit for a terminal: control characters as \xNN, long texts cut to 120 letters.
inline std::string in_quotes(std::string_view s) {
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out = "\"";
    for (const char letter : s.substr(0, 120)) {
        const auto code = static_cast<unsigned char>(letter);
        if (code < 0x20 || code == 0x7f)
            out.append("\\x").append(1, hex[code / 16]).append(1, hex[code % 16]);
        else
            out += letter;
    }
    return out + (s.size() > 120 ? "...\"" : "\"");
}

/// "[32x3x3x3]"; what goes on for more than eight axes is cut.
inline std::string spelled(const std::vector<std::uint64_t>& extent) {
    std::string out = "[";
    for (std::size_t i = 0; i < extent.size() && i < 8; ++i) {
        if (i) out += 'x';
        out += std::to_string(extent[i]);
    }
    return out + (extent.size() > 8 ? "x...]" : "]");
}

inline std::string spelled(const dims& extent) {
    text<64> out;
    put(out, extent);
    return std::string(out.view());
}

/// How many letters must be changed, added or removed to make one name of the other.
inline std::size_t edits(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t corner = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t changed = corner + (a[i - 1] != b[j - 1]);
            corner = row[j];
            row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row[b.size()];
}

/// Keeps the candidate nearest to a name that was not found: a few letters off, or with a prefix more or less.
class nearest_name {
public:
    explicit nearest_name(std::string_view wanted) : wanted_(wanted), least_(2 + wanted.size() / 5) {}

    void offer(std::string_view candidate) {
        if (candidate.size() > wanted_.size() + 64) return;
        const bool prefixed = candidate.size() > 3 && wanted_.size() > 3 &&
                              (candidate.ends_with(wanted_) || wanted_.ends_with(candidate));
        const std::size_t gap =
            candidate.size() > wanted_.size() ? candidate.size() - wanted_.size() : wanted_.size() - candidate.size();
        if (!prefixed && gap >= least_) return;
        const std::size_t apart = prefixed ? 1 : edits(wanted_, candidate);
        if (apart < least_) {
            least_ = apart;
            name_ = candidate;
        }
    }

    /// Empty if no candidate was near.
    std::string_view name() const { return name_; }

private:
    std::string_view wanted_, name_;
    std::size_t least_;
};

}  // namespace fusenet::weight_files
