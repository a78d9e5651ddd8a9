#include <doctest/doctest.h>

#include <fusenet/report/columns.hpp>

using namespace fusenet::report;

TEST_CASE("columns are as wide as their widest cell, aligned to the left or right") {
    columns table("lrl", {"name", "n", "what"});
    table.row("a", 12345, "x");
    table.row("longer", 7, "");
    CHECK(table.print() == "  name        n  what\n"
                           "  a       12345  x\n"
                           "  longer      7\n");
}

TEST_CASE("the last column goes on below itself, broken between words") {
    columns table("ll", {"name", "what"});
    std::string sentence;
    for (int k = 0; k < 40; ++k) add(sentence, k ? " " : "", "word", k);
    table.row("a", sentence);
    table.row("b", std::string(300, 'x'));
    const std::string page = table.print();
    std::string again;
    int lines = 0;
    for (std::size_t at = 0; at < page.size(); ++lines) {
        const std::size_t end = page.find('\n', at);
        CHECK(end - at <= page_width);
        CHECK(page[end - 1] != ' ');
        if (lines > 0 && page.find("word", at) < end)
            add(again, again.empty() ? "" : " ", page.substr(at + 8, end - at - 8));
        at = end + 1;
    }
    CHECK(lines == 1 + 3 + 3);
    CHECK(again == sentence);
}
