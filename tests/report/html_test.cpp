#include <fusenet/networks/efficientnet_lite.hpp>
#include <fusenet/report/html.hpp>
#include <sstream>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;
using test::has;

namespace {

/// Reads XML without comments and sections; returns what is wrong, or nothing.
std::string fault_of(std::string_view text) {
    std::vector<std::string_view> open;
    bool rooted = false;
    auto name_at = [&](std::size_t at) {
        std::size_t end = at;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '-')) ++end;
        return text.substr(at, end - at);
    };
    auto entity_fault = [&](std::size_t at) {
        for (std::string_view known : {"&amp;", "&lt;", "&gt;", "&quot;"})
            if (text.substr(at, known.size()) == known) return false;
        return true;
    };
    if (text.substr(0, 15) != "<!DOCTYPE html>") return "no document type";
    for (std::size_t at = 15; at < text.size();) {
        if (text[at] == '&' && entity_fault(at)) return "a bare &";
        if (text[at] == '>') return "a bare >";
        if (text[at] != '<') {
            if (open.empty() && text[at] != '\n') return "text outside of all";
            if (static_cast<unsigned char>(text[at]) < 32 && text[at] != '\n') return "a control character";
            ++at;
            continue;
        }
        const bool closes = text.substr(at, 2) == "</";
        const std::string_view name = name_at(at + (closes ? 2 : 1));
        if (name.empty()) return "a bare <";
        at += name.size() + (closes ? 2 : 1);
        if (closes) {
            if (open.empty() || open.back() != name) return "</" + std::string(name) + "> closes another";
            if (text[at] != '>') return "</" + std::string(name) + " does not end";
            open.pop_back(), ++at;
            continue;
        }
        if (open.empty() && rooted) return "a second root";
        rooted = true;
        std::vector<std::string_view> given;
        while (at < text.size() && text[at] == ' ') {
            const std::string_view attribute = name_at(++at);
            if (attribute.empty()) return "an attribute without name in <" + std::string(name);
            if (std::find(given.begin(), given.end(), attribute) != given.end()) return "an attribute given twice";
            given.push_back(attribute);
            at += attribute.size();
            if (text.substr(at, 2) != "=\"") return "an attribute without value: " + std::string(attribute);
            for (at += 2; at < text.size() && text[at] != '"'; ++at) {
                if (text[at] == '<') return "< in an attribute";
                if (text[at] == '&' && entity_fault(at)) return "a bare & in an attribute";
            }
            ++at;
        }
        if (text.substr(at, 2) == "/>") at += 2;
        else if (at < text.size() && text[at] == '>') open.push_back(name), ++at;
        else return "<" + std::string(name) + " does not end";
    }
    return !open.empty() ? "<" + std::string(open.back()) + "> is not closed" : rooted ? "" : "nothing in it";
}

template <const auto& Net, auto... Options>
void check_page() {
    const summary& s = test::summary_of<Net, Options...>();
    const std::string page = html(s);
    CHECK(fault_of(page) == "");
    int cards = 0, loops = 0;
    for (std::size_t at = page.find("<g class=\"card "); at != std::string::npos;
         at = page.find("<g class=\"card ", at + 1))
        ++cards;
    for (std::size_t at = page.find("<details"); at != std::string::npos; at = page.find("<details", at + 1)) ++loops;
    CHECK(cards == s.stages.count());
    CHECK(loops == s.nests.count());
    for (const char* foreign : {"<script", "src=", "href=", "url(http", "@import"}) CHECK_FALSE(has(page, foreign));
    for (int t = 0; t < s.tensors.count(); ++t)
        if (s.tensors[t].offset >= 0)
            CHECK(has(page, words("<title>", s.tensors[t].name, ' ', s.tensors[t].is.extent)));
}

struct marked_layer {
    static constexpr const char* name = "a < b & \"c\"";
    template <class V>
    constexpr V operator()(V x) const {
        return x + x;
    }
};

}  // namespace

TEST_CASE("the reader of this test finds faults") {
    const std::string head = "<!DOCTYPE html>";
    CHECK(fault_of(head + "<a b=\"c\">d<e/>&lt;</a>\n") == "");
    for (const char* wrong : {"<a>", "<a></b>", "<a b=c></a>", "<a>&</a>", "<a>&nbsp;</a>", "<a b=\"<\"></a>",
                              "<a> < </a>", "<a/><b/>", "<a b=\"1\" b=\"2\"/>", "<a>x > y</a>", "", "<a/>text"})
        CHECK_MESSAGE(fault_of(head + wrong) != "", wrong);
}

TEST_CASE("the page is well-formed XML, with every stage, nest and stored tensor, and needs nothing else") {
    check_page<test::stem>();
    check_page<test::inverted>();
    check_page<test::fire>();
    check_page<test::squeeze>();
    check_page<test::signal>();
    check_page<test::mean, layer_by_layer>();
    check_page<test::of_bytes>();
    check_page<networks::efficientnet_lite0>();
    CHECK(has(html(test::summary_of<test::of_bytes>()), ">input [32x32x3] uint8 NCHW<"));
}

TEST_CASE("labels are escaped") {
    static constexpr auto odd = input(4, 4, 2) | maxpool<2>() | named("<&>", conv<1, 1>(2)) | marked_layer{};
    check_page<odd>();
    const std::string page = html(test::summary_of<odd>());
    CHECK(has(page, "a &lt; b &amp; &quot;c&quot;"));
    CHECK(has(page, "weights &lt;&amp;&gt;"));
    CHECK(escaped("\x01<\n") == "&lt;\n");
}

TEST_CASE("what does not fit is cut") {
    CHECK(fitted("conv 3x3", 80, 7) == "conv 3x3");
    CHECK(fitted("conv 3x3 -> 64", 70, 7) == "conv 3x3..");
    CHECK(fitted("conv", 20, 7) == "");
    CHECK(fitted("conv", -5, 7) == "");
}
