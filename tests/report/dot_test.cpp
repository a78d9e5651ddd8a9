#include <fusenet/report/dot.hpp>
#include <map>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;
using test::has;

namespace {

/// A reader of the part of DOT that dot() writes: returns what is wrong, or nothing.
struct dot_reader {
    std::string_view text;
    std::map<std::string, int> nodes, edge_ends;
    int clusters = 0, depth = 0;

    bool at(std::string_view word) const { return text.substr(0, word.size()) == word; }
    void take(std::size_t letters) { text.remove_prefix(letters); }
    void skip() {
        while (!text.empty() && (text[0] == ' ' || text[0] == '\n' || text[0] == ';' || text[0] == ',')) take(1);
    }
    bool word(std::string& to) {
        skip();
        to.clear();
        if (!text.empty() && text[0] == '"') {
            for (take(1); !text.empty() && text[0] != '"'; take(1)) {
                if (text[0] == '\n') return false;
                if (text[0] == '\\') take(1);
                to.push_back(text[0]);
            }
            if (text.empty()) return false;
            take(1);
            return true;
        }
        while (!text.empty() && (std::isalnum(static_cast<unsigned char>(text[0])) || text[0] == '_'))
            to.push_back(text[0]), take(1);
        return !to.empty();
    }
    bool attributes(char end) {
        std::string name, value;
        for (skip(); !text.empty() && text[0] != end; skip()) {
            if (!word(name)) return false;
            if (text.empty() || text[0] != '=') return false;
            take(1);
            if (!word(value)) return false;
        }
        if (text.empty()) return false;
        take(1);
        return true;
    }
    std::string read() {
        std::string name, other;
        if (!at("digraph fusenet {")) return "no head";
        take(17), depth = 1;
        for (skip(); !text.empty(); skip()) {
            if (text[0] == '}') {
                take(1);
                if (--depth < 0) return "a brace too many";
                continue;
            }
            if (at("subgraph")) {
                take(8);
                if (!word(name) || name.rfind("cluster_", 0) != 0) return "a subgraph is no cluster";
                skip();
                if (!at("{")) return "a cluster without a brace";
                take(1), ++depth, ++clusters;
                continue;
            }
            if (!word(name)) return "not a word: " + std::string(text.substr(0, 20));
            if (!text.empty() && text[0] == '=') {  // label="nest 0"
                take(1);
                if (!word(other)) return "no value of " + name;
                continue;
            }
            skip();
            if (at("->")) {
                take(2);
                if (!word(other)) return "an edge without an end";
                ++edge_ends[name], ++edge_ends[other];
                skip();
            } else if (name != "node" && name != "edge") {
                ++nodes[name];
            }
            if (!at("[")) return "no attributes of " + name;
            take(1);
            if (!attributes(']')) return "attributes of " + name;
        }
        return depth == 0 ? "" : "a brace is missing";
    }
};

std::string fault_of(std::string_view text) { return dot_reader{text, {}, {}}.read(); }

void check_dot(const summary& s) {
    const std::string page = dot(s);
    INFO(page);
    dot_reader reader{page, {}, {}};
    REQUIRE(reader.read() == "");
    CHECK(reader.clusters == s.nests.count());
    CHECK(static_cast<int>(reader.nodes.size()) == s.stages.count() + 1 + s.outputs.count());
    for (const auto& end : reader.edge_ends) CHECK_MESSAGE(reader.nodes.count(end.first) == 1, end.first);
    for (const auto& node : reader.nodes) {
        CHECK_MESSAGE(node.second == 1, node.first);
        CHECK_MESSAGE(reader.edge_ends.count(node.first) == 1, node.first);
    }
}

struct quoted_layer {
    static constexpr const char* name = "say \"x\\y\"";
    template <class V>
    constexpr V operator()(V x) const {
        return x + x;
    }
};

}  // namespace

TEST_CASE("the reader of this test finds faults") {
    CHECK(fault_of("digraph fusenet { a [x=1]; }") == "");
    CHECK(fault_of("digraph fusenet { a [x=1]; ") != "");
    CHECK(fault_of("digraph fusenet { a [x=\"1]; }") != "");
    CHECK(fault_of("digraph fusenet { a -> [x=1]; }") != "");
    CHECK(fault_of("digraph fusenet { a [x=\"say \"hi\"\"]; }") != "");
}

TEST_CASE("the graph is well formed: each nest a cluster, each stage a node, each end of an edge known") {
    check_dot(test::summary_of<test::stem>());
    check_dot(test::summary_of<test::inverted>());
    check_dot(test::summary_of<test::fire>());
    check_dot(test::summary_of<test::squeeze>());
    check_dot(test::summary_of<test::signal>());
}

TEST_CASE("edges carry extents and bytes") {
    const std::string page = dot(test::summary_of<test::fire>());
    CHECK(has(page, "input -> stage0 [label=\"[15x15x32]\\n28.1 KiB\"];"));
    CHECK(has(page, "stage2 -> stage3 [label=\"[15x15x24]\\n21.1 KiB\""));
}

TEST_CASE("labels are quoted") {
    static constexpr auto odd = input(4, 4, 2) | quoted_layer{} | maxpool<2>();
    check_dot(test::summary_of<odd>());
    CHECK(has(dot(test::summary_of<odd>()), "say \\\"x\\\\y\\\""));
}
