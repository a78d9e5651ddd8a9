// markup: pieces of XML, from which the pages and drawings are built.
#pragma once

#include <fusenet/plan/stage.hpp>
#include <fusenet/report/words.hpp>

namespace fusenet::report {

/// Text as XML may hold it, in content and in quoted attributes.
inline std::string escaped(std::string_view plain) {
    std::string safe;
    for (char letter : plain) {
        switch (letter) {
            case '&': safe.append("&amp;"); break;
            case '<': safe.append("&lt;"); break;
            case '>': safe.append("&gt;"); break;
            case '"': safe.append("&quot;"); break;
            default:
                if (static_cast<unsigned char>(letter) >= 32 || letter == '\n') safe.push_back(letter);
        }
    }
    return safe;
}

/// The style sheet's name of a class of stages.
inline const char* style_of(plan::layer_class c) {
    constexpr const char* names[] = {"io", "compute", "parameter", "join", "order"};
    return names[static_cast<int>(c)];
}

/// As many letters as fit `width` pixels, `letter` pixels each in the mean.
inline std::string fitted(std::string_view plain, int width, double letter) {
    const std::size_t room = width > 0 ? static_cast<std::size_t>(width / letter) : 0;
    if (plain.size() <= room) return std::string(plain);
    return room < 3 ? std::string() : words(plain.substr(0, room - 2), "..");
}

/// An SVG picture, drawn in the order of the calls; coordinates are pixels.
class drawing {
public:
    drawing(int width, int height, std::string_view description) {
        add(body_, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"", width, "\" height=\"", height,
            "\" viewBox=\"0 0 ", width, ' ', height, "\">\n<title>", escaped(description), "</title>\n");
    }

    void rectangle(std::string_view style, int x, int y, int width, int height, int round = 0) {
        add(body_, "<rect class=\"", style, "\" x=\"", x, "\" y=\"", y, "\" width=\"", width, "\" height=\"", height,
            "\" rx=\"", round, "\"/>\n");
    }
    void label(std::string_view style, int x, int y, std::string_view plain) {
        if (!plain.empty())
            add(body_, "<text class=\"", style, "\" x=\"", x, "\" y=\"", y, "\">", escaped(plain), "</text>\n");
    }
    void path(std::string_view style, std::string_view points) {
        add(body_, "<path class=\"", style, "\" d=\"", points, "\"/>\n");
    }
    /// What follows until end() belongs together; `hint` is shown under the pointer.
    void begin(std::string_view style, std::string_view hint) {
        add(body_, "<g class=\"", style, "\"><title>", escaped(hint), "</title>\n");
    }
    void end() { body_.append("</g>\n"); }
    /// Markup as it is: definitions of markers and patterns.
    void define(std::string_view markup) { add(body_, "<defs>", markup, "</defs>\n"); }

    std::string finished() const { return body_ + "</svg>\n"; }

private:
    std::string body_;
};

}  // namespace fusenet::report
