#include <doctest/doctest.h>

#include <fusenet/report/code.hpp>

using namespace fusenet::report;

TEST_CASE("blocks are indented, comments stand in a column, or above where there is no room") {
    code to;
    to.line("for (;;)", "forever");
    to.begin();
    to.line("x = 1");
    to.line(std::string(60, 'x'), "right behind");
    to.line(std::string(100, 'y'), "there is no room for this to the right");
    to.end();
    to.line("done");
    CHECK(to.text() == "for (;;)" + std::string(56, ' ') + "// forever\n    x = 1\n    " + std::string(60, 'x') +
                           "  // right behind\n    // there is no room for this to the right\n    " +
                           std::string(100, 'y') + "\ndone\n");
}

TEST_CASE("a long note is broken between words") {
    std::string sentence;
    for (int k = 0; k < 50; ++k) add(sentence, k ? " " : "", "word", k);
    code to(3);
    to.note(sentence);
    std::string again;
    for (std::size_t at = 0; at < to.text().size();) {
        const std::size_t end = to.text().find('\n', at);
        CHECK(end - at <= page_width);
        CHECK(to.text().substr(at, 15) == std::string(12, ' ') + "// ");
        add(again, again.empty() ? "" : " ", to.text().substr(at + 15, end - at - 15));
        at = end + 1;
    }
    CHECK(again == sentence);
}

TEST_CASE("indices leave out what does nothing") {
    CHECK(affine("y", 1, 0) == "y");
    CHECK(affine("y", 2, -3) == "2*y - 3");
    CHECK(affine("y", 1, 4) == "y + 4");
    CHECK(affine("y", 0, 7) == "7");
    CHECK(counting("x", 0, 56, 14) == "for (x = 0; x < 56; x += 14)");
    CHECK(counting("r", "y", "y + 2") == "for (r = y; r < y + 2; ++r)");
    CHECK(counting("r", "", "9") == "for (; r < 9; ++r)");
}
