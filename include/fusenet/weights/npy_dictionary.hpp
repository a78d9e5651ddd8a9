// The dictionary in a .npy file's header: {'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/error.hpp>
#include <fusenet/weights/spelling.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fusenet::weight_files {

struct npy_dictionary {
    std::string descr;
    bool fortran_order = false;
    std::vector<std::uint64_t> shape;
};

/// Reads as much of Python's notation as NumPy writes.
class npy_dictionary_reader {
public:
    explicit npy_dictionary_reader(std::string_view text) : rest_(text) { skip_space(); }

    result<npy_dictionary> read() {
        npy_dictionary out;
        std::array<bool, 3> seen{};
        if (!take("{")) return broken("{");
        while (!take("}")) {
            std::string_view name;
            if (!take_text(name) || !take(":")) return broken("a field's name and a colon");
            const std::size_t field = static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
            if (field == names.size()) return failure{"the header has an unknown field " + in_quotes(name)};
            if (std::exchange(seen[field], true)) return failure{"the header has two fields " + in_quotes(name)};
            std::string_view descr;
            if (field == 0 && !take_text(descr)) return broken("one type in quotes for \"descr\"");
            if (field == 0) out.descr = descr;
            if (field == 1 && !take_truth(out.fortran_order)) return broken("True or False for \"fortran_order\"");
            if (field == 2 && !take_tuple(out.shape)) return broken("a tuple of whole numbers for \"shape\"");
            if (!take(",") && !rest_.starts_with('}')) return broken("a comma or }");
        }
        for (std::size_t field = 0; field < names.size(); ++field)
            if (!seen[field]) return failure{"the header has no field " + in_quotes(names[field])};
        if (!rest_.empty()) return broken("nothing after }");
        return out;
    }

private:
    static constexpr std::array<std::string_view, 3> names{"descr", "fortran_order", "shape"};

    failure broken(const std::string& expected) const {
        return {"the header is no NumPy dictionary: expected " + expected + ", found " +
                (rest_.empty() ? "its end" : in_quotes(rest_.substr(0, 20)))};
    }

    void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\n\r"), rest_.size())); }

    bool take(std::string_view word) {
        if (!rest_.starts_with(word)) return false;
        rest_.remove_prefix(word.size());
        skip_space();
        return true;
    }

    bool take_text(std::string_view& to) {
        if (!rest_.starts_with('\'') && !rest_.starts_with('"')) return false;
        const std::size_t end = rest_.find(rest_[0], 1);
        if (end == rest_.npos) return false;
        to = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        skip_space();
        return true;
    }

    bool take_truth(bool& to) {
        to = rest_.starts_with("True");
        return take(to ? "True" : "False");
    }

    bool take_number(std::uint64_t& to) {
        constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        const auto digit = [this] { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; };
        if (!digit()) return false;
        for (; digit(); rest_.remove_prefix(1)) {
            const auto next = static_cast<std::uint64_t>(rest_[0] - '0');
            if (to > (most - next) / 10) return false;
            to = to * 10 + next;
        }
        if (rest_.starts_with('L')) rest_.remove_prefix(1);  // Python 2 wrote large numbers so
        skip_space();
        return true;
    }

    /// (), (2,) or (2, 3), but not (2): that is a number in brackets.
    bool take_tuple(std::vector<std::uint64_t>& to) {
        if (!take("(")) return false;
        while (!take(")")) {
            if (!take_number(to.emplace_back(0))) return false;
            if (!take(",") && (to.size() < 2 || !rest_.starts_with(')'))) return false;
        }
        return true;
    }

    std::string_view rest_;
};

}  // namespace fusenet::weight_files
