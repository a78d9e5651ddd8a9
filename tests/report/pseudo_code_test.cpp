#include <fusenet/report/pseudo_code.hpp>

#include "../support.hpp"
#include "plans.hpp"

using namespace fusenet;
using namespace fusenet::report;
using test::has, test::has_line, test::in_one_nest;

namespace {

std::string capacity(const summary& s, int tensor) {
    for (const nest::local& l : s.nests[0].tensors)
        if (l.tensor == tensor) return words(l.rows);
    return "none";
}

}  // namespace

TEST_CASE("conv, batchnorm, relu6, maxpool: one loop nest over rows of the pool") {
    const summary s = in_one_nest<test::stem>();
    const nest_code nest(s, 0);
    CHECK(nest.title() == "nest 0: stages 0-1, input [32x32x3] -> output [8x8x16]");
    const std::string body = nest.body();
    INFO(body);
    const int step = s.nests[0].step;
    CHECK(has(body, words("band t1[", capacity(s, 1), "][16][16]")));
    if (8 % step == 0) {
        CHECK(has(body, step == 1 ? "for (y = 0; y < 8; ++y)" : words("for (y = 0; y < 8; y += ", step, ")")));
        CHECK(has(body, words("for (; r1 < ", affine("y", 2, 2 * step), "; ++r1)")));
    } else {
        CHECK(has(body, "for (y = 0; y < 8; y = e)"));
        CHECK(has(body, "for (; r1 < 2*e; ++r1)"));
    }
    CHECK(has(body, "slide(t1)"));
    CHECK(has(body, "stage 0: conv 3x3 /2 -> 16, I/O-bound; weights stem"));
    CHECK(has_line(body, "// peeled: row 0, column 0, where the window is cut to what exists"));
    CHECK(has(body, "for (x = 1; x < 16; x += "));
    CHECK(has_line(body, "v += input[2*r1 + ky - 1][2*x + kx - 1][i] * weight[ky][kx][i][c]"));
    CHECK(has_line(body, "v = max(v, t1[2*r + ky - 1][2*x + kx - 1][c])"));
    CHECK(has_line(body, "v = clip(v, 0, 6) // relu6"));
    CHECK(has_line(body, "output[r][x][c] = v"));
    CHECK_FALSE(has(body, "batchnorm"));  // its gain and shift are in the weights
}

TEST_CASE("expand, depthwise, project, add: the sum is made in registers") {
    const summary s = in_one_nest<test::inverted>();
    const std::string body = nest_code(s, 0).body();
    INFO(body);
    CHECK(has(body, "r1 = r2 = 0"));
    CHECK(has_line(body, "v += input[r1][x][i] * weight[i][c]"));
    CHECK(has_line(body, "v += t1[r2 + ky - 1][x + kx - 1][c] * weight[ky][kx][c]"));
    CHECK(has_line(body, "v += t2[r][x][i] * weight[i][c]"));
    CHECK(has_line(body, "v = v + input[r][x][c] // add"));

    CHECK(has_line(body, "for (c = 0; c < 48; c += 8) // a vector of channels"));
}

TEST_CASE("a mean over the map ends its nest: partial results of rows, merged at last") {
    const summary s = in_one_nest<test::mean>();
    REQUIRE(s.nests[0].totals);
    const std::string body = nest_code(s, 0).body();
    INFO(body);
    CHECK(has_line(body, "v = max(v, 0) // relu"));
    CHECK(has_line(body, "for (x = 0; x < 13; ++x) v = v + t1[r][x][c]"));
    CHECK(has_line(body, "partial[r][c] = v"));
    CHECK(has_line(body, "for (r = 1; r < 13; ++r) v = v + partial[r][c]"));
    CHECK(has_line(body, "v = v / 169"));
    CHECK(body.rfind("output[c] = v") > body.rfind("v / 169"));
}

TEST_CASE("slices, vectors and statistics are written as they lie") {
    const std::string page = pseudo_code(test::summary_of<test::fire>());
    INFO(page);
    CHECK(has_line(page, "t4[r][x][16 + c] = v"));
    CHECK(has_line(page, "for (i = 0; i < 9000; ++i)"));
    CHECK(has_line(page, "v += t4[i] * weight[i][c]"));
    CHECK(has(page, "sum of exp("));
}

TEST_CASE("every kind of stage has its loops") {
    const std::string page = pseudo_code(test::summary_of<test::squeeze>());
    INFO(page);
    for (const char* piece :
         {"v = map(v)", "// mul", "sigmoid(v)", "upsample 2", "v < 0 ? 0.25 * v : v", "weight[1 - ky][1 - kx][i][c]",
          "local_response_norm(", "over 5 channels around c", "layernorm(", "over all cells, in each of 4 groups",
          "v = v / cells inside", "v = v / 256"})
        CHECK_MESSAGE(has(page, piece), piece);
}

TEST_CASE("every kind of stage has its loops in one dimension") {
    const std::string page = pseudo_code(test::summary_of<test::signal>());
    INFO(page);
    CHECK(has(page, "input[x + kx][i] * weight[kx][i][c]"));
    CHECK(has(page, "output0[c] = v"));
    CHECK(has(page, "output1[c] = v"));
}
