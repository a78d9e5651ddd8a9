// columns: rows of cells as aligned text of a given width; the last column is broken between words.
#pragma once

#include <algorithm>
#include <fusenet/report/list.hpp>
#include <fusenet/report/words.hpp>
#include <initializer_list>
#include <utility>

namespace fusenet::report {

inline constexpr int page_width = 120;

/// `aligned` has a letter for each column: l(eft) or r(ight). The first row is the heads.
class columns {
public:
    using cells = list<std::string>;

    columns(std::string aligned, std::initializer_list<const char*> heads) : aligned_(std::move(aligned)) {
        cells row;
        for (const char* head : heads) row.add(head);
        rows_.add(row);
    }

    template <class... Cells>
    void row(const Cells&... cell) {
        cells row;
        (row.add(words(cell)), ...);
        rows_.add(row);
    }

    std::string print() const {
        const int count = rows_[0].count();
        list<int> widths;
        int before_last = indent;
        for (int k = 0; k < count; ++k) {
            int widest = 0;
            for (const cells& row : rows_) widest = std::max(widest, static_cast<int>(row[k].size()));
            widths.add(widest);
            if (k < count - 1) before_last += widest + gap;
        }
        std::string page;
        for (const cells& row : rows_) {
            std::string line(indent, ' ');
            for (int k = 0; k < count - 1; ++k) {
                const std::string fill(static_cast<std::size_t>(widths[k]) - row[k].size(), ' ');
                const bool right = aligned_[static_cast<std::size_t>(k)] == 'r';
                add(line, right ? fill : "", row[k], right ? "" : fill, std::string(gap, ' '));
            }
            add(page, broken(line, row[count - 1], before_last));
        }
        return page;
    }

private:
    static constexpr int indent = 2, gap = 2;

    /// `line` and the words of `last`, in lines that continue under column `from`.
    static std::string broken(std::string line, std::string_view last, int from) {
        std::string page;
        const std::size_t room = static_cast<std::size_t>(from < page_width - 20 ? page_width - from : 20);
        for (;;) {
            std::size_t cut = last.size();
            if (cut > room) {
                cut = last.rfind(' ', room);
                if (cut == std::string_view::npos || cut == 0) cut = room;
            }
            line.append(last.substr(0, cut));
            last.remove_prefix(cut < last.size() && last[cut] == ' ' ? cut + 1 : cut);
            while (!line.empty() && line.back() == ' ') line.pop_back();
            add(page, line, '\n');
            if (last.empty()) return page;
            line.assign(static_cast<std::size_t>(from), ' ');
        }
    }

    std::string aligned_;
    list<cells> rows_;
};

}  // namespace fusenet::report
