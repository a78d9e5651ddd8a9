#include <fusenet/layers/upsample.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

constexpr shape image = shape::image(2, 3, 4);
static_assert(made(upsample(2), image) == shape::image(4, 6, 4));
static_assert(made(upsample({2, 3}, bilinear{}), image) == shape::image(4, 9, 4));
static_assert(made(upsample(3), shape::signal(5, 2)) == shape::signal(15, 2));
static_assert(!complaint(upsample(0), image).empty() && !complaint(upsample(-1, bilinear{}), image).empty());
static_assert(!complaint(upsample(2), shape::vector(3)).empty());

// Which rows an output row needs: the planner computes no others.
static_assert(rows_read(upsample(2).reads(image), 2, {3, 4}) == rows{1, 2});
constexpr shape tall = shape::image(8, 3, 1);
static_assert(rows_read(upsample(2, bilinear{}).reads(tall), 8, {0, 1}) == rows{0, 1});
static_assert(rows_read(upsample(2, bilinear{}).reads(tall), 8, {1, 3}) == rows{0, 2});
static_assert(rows_read(upsample(2, bilinear{}).reads(tall), 8, {15, 16}) == rows{7, 8});

TEST_CASE("nearest repeats cells") {
    CHECK(moved(upsample(2), shape::image(1, 2, 1), {1, 2}) == std::vector<float>{1, 1, 2, 2, 1, 1, 2, 2});
    CHECK(moved(upsample({1, 2}, nearest{}), shape::image(1, 2, 2), {1, 2, 3, 4}) ==
          std::vector<float>{1, 2, 1, 2, 3, 4, 3, 4});
}

TEST_CASE("bilinear between centres, as torch.nn.functional.interpolate's example") {
    const std::vector<float> expected{1,    1.25f, 1.75f, 2,    1.5f, 1.75f, 2.25f, 2.5f,
                                      2.5f, 2.75f, 3.25f, 3.5f, 3,    3.25f, 3.75f, 4};
    CHECK(max_error(moved(upsample(2, bilinear{}), shape::image(2, 2, 1), {1, 2, 3, 4}), expected) < 1e-6);
}

TEST_CASE("bilinear with aligned corners, as torch.nn.Upsample's example") {
    const std::vector<float> expected{1,       4.f / 3, 5.f / 3, 2,       5.f / 3, 2,       7.f / 3, 8.f / 3,
                                      7.f / 3, 8.f / 3, 3,       10.f / 3, 3,      10.f / 3, 11.f / 3, 4};
    const auto layer = upsample(2, bilinear{.align_corners = true});
    CHECK(max_error(moved(layer, shape::image(2, 2, 1), {1, 2, 3, 4}), expected) < 1e-6);
}

TEST_CASE("bilinear keeps a constant, and its rows and shares are in order at every factor and size") {
    for (int factor : {1, 2, 3, 4, 5})
        for (int h : {1, 2, 3, 7})
            for (bool corners : {false, true}) {
                INFO(factor, " times ", h, " rows, corners ", corners);
                const shape in = shape::image(h, 2, 1);
                const auto out = moved(upsample(factor, bilinear{corners}), in,
                                       std::vector<float>(static_cast<std::size_t>(in.size()), 3));
                CHECK(max_error(out, std::vector<float>(out.size(), 3)) < 1e-6);
            }
}
