#include <fusenet/layers/conv_transpose.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

// torch.nn.ConvTranspose2d: (in - 1) * stride - 2 * pad + dilation * (kernel - 1) + output_padding + 1.
constexpr shape image = shape::image(5, 7, 6);
static_assert(made(conv_transpose<2, 2>(4, {.stride = 2}), image) == shape::image(10, 14, 4));
static_assert(made(conv_transpose<3, 3>(4), image) == shape::image(7, 9, 4));
static_assert(made(conv_transpose<3, 3>(4, {.stride = 2, .pad = 1, .output_padding = 1}), image) ==
              shape::image(10, 14, 4));
static_assert(made(conv_transpose<4, 4>(4, {.stride = 2, .pad = 1}), image) == shape::image(10, 14, 4));
static_assert(made(conv_transpose<3, 5>(4, {.stride = {3, 1}, .pad = {1, 2}, .dilation = {2, 1}}), image) ==
              shape::image(15, 7, 4));
static_assert(made(conv_transpose<3>(4, {.stride = 2}), shape::signal(5, 6)) == shape::signal(11, 4));
static_assert(made(conv_transpose<1, 1>(), image) == image);
// TensorFlow's SAME: in * stride.
static_assert(made(conv_transpose<3, 3>(4, {.stride = 2, .pad = same}), image) == shape::image(10, 14, 4));
static_assert(made(conv_transpose<2, 2>(4, {.stride = 3, .pad = same}), image) == shape::image(15, 21, 4));

static_assert(parameter_extent(conv_transpose<3, 5>(4, {.groups = 2}), image, 0) == dims(6, 2, 3, 5));
static_assert(parameter_extent(conv_transpose<3>(4), shape::signal(5, 6), 0) == dims(6, 4, 3));
static_assert(parameter_extent(conv_transpose<3, 3>(4), image, 1) == dims(4));
static_assert(parameter_count(conv_transpose<3, 3>(4, {.bias = false}), image) == 1);

constexpr facts f = facts_on(conv_transpose<3, 3>(4, {.stride = 2}), image);
static_assert(f.transposed && f.bias && f.reads.up == extent2(2) && f.reads.stride == extent2(1));
static_assert(f.flops == 2LL * 6 * 4 * 9 * 5 * 7 + 4 * 11 * 15);  // each input cell meets each of its weights

static_assert(!complaint(conv_transpose<3, 3>(0), image).empty() &&
              !complaint(conv_transpose<3, 3>(-4), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.groups = 4}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.stride = 0}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.pad = -1}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.dilation = 0}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.groups = 0}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.stride = 2, .output_padding = 2}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.output_padding = -1}), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4, {.stride = 2, .pad = same, .output_padding = 1}), image).empty());
static_assert(!complaint(conv_transpose<1, 1>(4, {.pad = 3}), image).empty());
static_assert(!complaint(conv_transpose<0, 1>(4), image).empty());
static_assert(!complaint(conv_transpose<3, 3>(4), shape::signal(5, 6)).empty());
static_assert(!complaint(conv_transpose<3>(4), shape::vector(5)).empty());

TEST_CASE("the window finds exactly the taps that an input row spreads to") {
    struct row {
        int h, kernel, stride, pad, dilation, extra;
    };
    for (const row& r : {row{5, 2, 2, 0, 1, 0}, row{5, 3, 1, 0, 1, 0}, row{4, 3, 2, 1, 1, 1}, row{3, 4, 3, 1, 2, 2},
                         row{6, 1, 2, 0, 1, 1}, row{5, 5, 1, 3, 1, 0}, row{4, 2, 5, 0, 1, 4}}) {
        INFO(r.h, " rows, kernel ", r.kernel, ", stride ", r.stride, ", pad ", r.pad, ", dilation ", r.dilation);
        const conv_transpose_layer layer{
            {r.kernel, 1},
            1,
            {.stride = {r.stride, 1}, .pad = {r.pad, 0}, .output_padding = {r.extra, 0}, .dilation = {r.dilation, 1}}};
        const shape in = shape::image(r.h, 1, 1), out = made(layer, in);
        REQUIRE(out.h == (r.h - 1) * r.stride - 2 * r.pad + r.dilation * (r.kernel - 1) + r.extra + 1);
        const window w = layer.reads(in);
        for (int y = 0; y < out.h; ++y)
            for (int i = 0; i < r.h; ++i)
                for (int t = 0; t < r.kernel; ++t) {
                    const bool spreads = y == i * r.stride - r.pad + t * r.dilation;
                    const bool found = i * w.up.h == y - w.top + (w.kh - 1 - t) * w.dilation.h;
                    CHECK(spreads == found);
                    const rows needed = rows_read(w, r.h, {y, y + 1});
                    if (spreads) CHECK((i >= needed.first && i < needed.end));
                }
    }
}
