// code: lines of pseudo-code: blocks by indentation, comments in a column of their own.
#pragma once

#include <fusenet/report/columns.hpp>
#include <fusenet/report/words.hpp>

namespace fusenet::report {

class code {
public:
    explicit code(int depth = 0) : depth_(depth) {}

    /// The comment goes to the right, or above where there is no room.
    void line(std::string_view statement, std::string_view comment = {}) {
        std::string shown(static_cast<std::size_t>(4 * depth_), ' ');
        shown.append(statement);
        if (!comment.empty()) {
            const std::size_t column = shown.size() < comments ? comments : shown.size() + 2;
            if (column + 3 + comment.size() > page_width) {
                note(comment);
            } else {
                shown.resize(column, ' ');
                add(shown, "// ", comment);
            }
        }
        add(page_, shown, '\n');
    }
    /// A comment between the lines, broken between words.
    void note(std::string_view comment) {
        const std::size_t room = static_cast<std::size_t>(page_width - 8 - 4 * depth_);
        while (comment.size() > room) {
            std::size_t cut = comment.rfind(' ', room);
            if (cut == std::string_view::npos) break;
            line(words("// ", comment.substr(0, cut)));
            comment.remove_prefix(cut + 1);
        }
        line(words("// ", comment));
    }

    /// The lines until `end` belong to the last one.
    void begin() { ++depth_; }
    void end(int blocks = 1) { depth_ -= blocks; }

    const std::string& text() const { return page_; }

private:
    static constexpr std::size_t comments = 64;  // column
    std::string page_;
    int depth_ = 0;
};

/// "2*y + 3": an affine index.
inline std::string affine(std::string_view variable, int factor, int shift) {
    if (factor == 0) return std::to_string(shift);
    std::string shown = factor == 1 ? std::string(variable) : words(factor, '*', variable);
    if (shift != 0) add(shown, shift < 0 ? " - " : " + ", shift < 0 ? -shift : shift);
    return shown;
}

/// "for (x = 0; x < 56; x += 14)"
inline std::string counting(std::string_view variable, std::string_view from, std::string_view end, int step = 1) {
    const std::string stride = step == 1 ? words("++", variable) : words(variable, " += ", step);
    return words("for (", from.empty() ? std::string() : words(variable, " = ", from), "; ", variable, " < ", end, "; ",
                 stride, ")");
}
inline std::string counting(std::string_view variable, int from, int end, int step = 1) {
    return counting(variable, std::to_string(from), std::to_string(end), step);
}

}  // namespace fusenet::report
