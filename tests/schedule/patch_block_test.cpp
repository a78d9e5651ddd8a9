// Blocks of rows for a matrix product: as many as half of L2 holds, and memory for what is gathered and summed.
#include <fusenet/schedule/patch_block.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;
using plan::library_stage;
using schedule::patch_block;
using schedule::patch_block_of;

constexpr library_stage convolution(int steps) {
    library_stage l;
    l.in = shape::image(30, 20, 8), l.out = shape::image(30, 20, 10);
    l.reads = {.kh = 3, .kw = 3, .top = 1, .left = 1, .bottom = 1, .right = 1};
    l.step_count = steps;
    return l;
}

TEST_CASE("patch_block: a window is gathered, and sums wait where maps follow") {
    const long long patch_row = 20LL * 72, sum_row = 20LL * 10;
    const patch_block bare = patch_block_of(convolution(0), {.l2 = 1_MiB});
    CHECK(bare.rows == 30);  // all
    CHECK(bare.patches == plan::aligned(30 * patch_row));
    CHECK(bare.sums == 0);
    const patch_block mapped = patch_block_of(convolution(1), {.l2 = 1_MiB});
    CHECK(mapped.rows == 30);
    CHECK(mapped.sums == plan::aligned(30 * sum_row));
    CHECK(mapped.floats() == mapped.patches + mapped.sums);
}

TEST_CASE("patch_block: half of L2, but a row at least") {
    for (long long l2 : {64, 4096, 65536, 131072, 1 << 20}) {
        CAPTURE(l2);
        const patch_block b = patch_block_of(convolution(2), {.l2 = l2});
        CHECK(b.rows >= 1);
        CHECK(b.rows <= 30);
        const long long row = 20LL * (72 + 10);
        CHECK((b.rows == 1 || 4 * b.rows * row <= l2 / 2));
        CHECK((b.rows == 30 || 4 * (b.rows + 1) * row > l2 / 2));
    }
}

TEST_CASE("patch_block: cells that are the rows of a matrix as they lie need nothing") {
    library_stage l = convolution(0);
    l.reads = {};
    const patch_block b = patch_block_of(l, {.l2 = 4096});
    CHECK(b.rows == 30);
    CHECK(b.floats() == 0);
}

TEST_CASE("patch_block: groups gather their own channels") {
    library_stage l = convolution(0);
    l.groups = 4;
    CHECK(l.depth() == 9 * 2);
    CHECK(patch_block_of(l, {.l2 = 1_MiB}).patches == plan::aligned(30LL * 20 * 18));
}

}  // namespace
