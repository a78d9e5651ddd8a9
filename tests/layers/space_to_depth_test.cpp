#include <fusenet/layers/space_to_depth.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr block_options crd{.order = block_order::crd};
static_assert(made(space_to_depth(2), shape::image(4, 6, 3)) == shape::image(2, 3, 12));
static_assert(made(depth_to_space(2), shape::image(2, 3, 12)) == shape::image(4, 6, 3));
static_assert(!complaint(space_to_depth(2), shape::image(4, 5, 3)).empty());
static_assert(!complaint(space_to_depth(0), shape::image(4, 5, 3)).empty());
static_assert(!complaint(space_to_depth(2), shape::signal(4, 4)).empty());
static_assert(!complaint(depth_to_space(2), shape::image(4, 4, 6)).empty());
static_assert(rows_read(space_to_depth(2).reads({}), 6, {1, 2}) == rows{2, 4});
static_assert(rows_read(depth_to_space(2).reads({}), 6, {1, 3}) == rows{0, 2});

TEST_CASE("space_to_depth collects blocks") {
    // Two channels: 0 2 / 4 6 and 1 3 / 5 7. ONNX: both channels of each place in turn.
    const shape in = shape::image(2, 2, 2);
    CHECK(moved(space_to_depth(2), in, counted(in)) == std::vector<float>{0, 1, 2, 3, 4, 5, 6, 7});
    // PyTorch's pixel_unshuffle: all places of each channel in turn.
    CHECK(moved(space_to_depth(2, crd), in, counted(in)) == std::vector<float>{0, 2, 4, 6, 1, 3, 5, 7});
}

TEST_CASE("depth_to_space undoes it") {
    const shape in = shape::image(4, 6, 3);
    for (block_options how : {block_options{}, crd}) {
        INFO((how.order == block_order::dcr ? "dcr" : "crd"));
        const auto deep = moved(space_to_depth(2, how), in, counted(in));
        CHECK(moved(depth_to_space(2, how), made(space_to_depth(2, how), in), deep) == counted(in));
    }
}
