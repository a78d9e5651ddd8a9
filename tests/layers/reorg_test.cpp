#include <fusenet/layers/reorg.hpp>

#include "apply.hpp"

using namespace fusenet;
using namespace fusenet::test;

static_assert(made(reorg(2), shape::image(26, 26, 64)) == shape::image(13, 13, 256));
static_assert(!complaint(reorg(2), shape::image(26, 26, 6)).empty());
static_assert(!complaint(reorg(2), shape::image(25, 26, 8)).empty());
static_assert(!complaint(reorg(0), shape::image(26, 26, 8)).empty());

// darknet's reorg_cpu(x, w, h, c, 1, stride, forward = 0, out), in c, h, w memory.
static std::vector<float> darknet(const std::vector<float>& x, int w, int h, int c, int stride) {
    std::vector<float> out(x.size());
    const int out_c = c / (stride * stride);
    for (int k = 0; k < c; ++k)
        for (int j = 0; j < h; ++j)
            for (int i = 0; i < w; ++i) {
                const int c2 = k % out_c, offset = k / out_c;
                const int w2 = i * stride + offset % stride, h2 = j * stride + offset / stride;
                out[static_cast<std::size_t>(i + w * (j + h * k))] =
                    x[static_cast<std::size_t>(w2 + w * stride * (h2 + h * stride * c2))];
            }
    return out;
}

TEST_CASE("reorg is darknet's") {
    const shape in = shape::image(4, 6, 8), out = made(reorg(2), in);
    std::vector<float> planes(static_cast<std::size_t>(in.size()));  // each value its own c, h, w index
    for (int y = 0, at = 0; y < in.h; ++y)
        for (int x = 0; x < in.w; ++x)
            for (int c = 0; c < in.c; ++c)
                planes[static_cast<std::size_t>(at++)] = static_cast<float>((c * in.h + y) * in.w + x);
    const auto got = moved(reorg(2), in, planes);
    const auto expected = darknet(counted(in), in.w, in.h, in.c, 2);
    int wrong = 0;
    for (int y = 0, at = 0; y < out.h; ++y)
        for (int x = 0; x < out.w; ++x)
            for (int c = 0; c < out.c; ++c)
                wrong += got[static_cast<std::size_t>(at++)] !=
                         expected[static_cast<std::size_t>((c * out.h + y) * out.w + x)];
    CHECK(wrong == 0);
}
