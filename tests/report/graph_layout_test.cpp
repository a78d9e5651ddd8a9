#include <fusenet/networks/efficientnet_lite.hpp>
#include <fusenet/report/graph_layout.hpp>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;

namespace {

bool apart(const place& a, const place& b) {
    return a.right() <= b.x || b.right() <= a.x || a.bottom() <= b.y || b.bottom() <= a.y;
}

bool inside(const place& a, const place& b) {
    return a.x >= b.x && a.right() <= b.right() && a.y >= b.y && a.bottom() <= b.bottom();
}

void check_layout(const summary& s) {
    const graph_layout layout(s);
    const place page{0, 0, layout.width, layout.height};
    for (int i = 0; i < s.stages.count(); ++i) {
        CHECK(inside(layout.cards[i], layout.boxes[s.stages[i].nest]));
        for (int j = 0; j < i; ++j) CHECK(apart(layout.cards[i], layout.cards[j]));
    }
    for (int n = 0; n < s.nests.count(); ++n) {
        CHECK(inside(layout.boxes[n], page));
        if (n > 0) CHECK(layout.boxes[n].y >= layout.boxes[n - 1].bottom());
    }
    for (const place& out : layout.outputs)
        CHECK((inside(out, page) && out.y >= layout.boxes[s.nests.count() - 1].bottom()));
    for (const route& r : layout.routes) {
        INFO(r.is.from, " -> ", r.is.to);
        CHECK(layout.at(r.is.from).bottom() <= layout.at(r.is.to).y);  // time runs down
        CHECK(r.channel < layout.width);
        if (r.channel >= 0) {
            CHECK(r.channel > layout.at(r.is.from).right());
            CHECK(r.channel > layout.at(r.is.to).right());
        }
    }
}

}  // namespace

TEST_CASE("cards lie in their nests' boxes, boxes below each other, edges lead down") {
    check_layout(test::summary_of<test::stem>());
    check_layout(test::summary_of<test::inverted>());
    check_layout(test::summary_of<test::fire>());
    check_layout(test::summary_of<test::squeeze>());
    check_layout(test::summary_of<test::signal>());
    check_layout(test::in_one_nest<test::inverted>());
    check_layout(test::summary_of<networks::efficientnet_lite0>());
}

TEST_CASE("branches stand side by side") {
    static constexpr auto both = input(9, 9, 4) | conv<1, 1>(4) | concat(maxpool<2>(), avgpool<2>()) | conv<1, 1>(2);
    summary s = test::in_one_nest<both>();
    const graph_layout layout(s);
    CHECK(layout.cards[1].y == layout.cards[2].y);
    CHECK(layout.cards[1].right() < layout.cards[2].x);
    CHECK(layout.cards[3].y > layout.cards[2].bottom());
}

TEST_CASE("wires lead from all makers of what is read") {
    const summary& s = test::summary_of<test::fire>();
    // conv 1x1; the branches, side by side in t4; dense, which reads it flattened; softmax
    const list<wire> wires = wires_of(s);
    auto linked = [&](int from, int to) {
        for (const wire& l : wires)
            if (l.from == from && l.to == to) return true;
        return false;
    };
    REQUIRE(s.stages.count() == 5);
    CHECK(wires.count() == 7);
    for (const wire& w : {wire{-1, 0}, wire{0, 1}, wire{0, 2}, wire{1, 3}, wire{2, 3}, wire{3, 4}, wire{4, 5}})
        CHECK_MESSAGE(linked(w.from, w.to), w.from);
}
