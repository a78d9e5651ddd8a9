// The pool before torchvision's auxiliary heads: its windows overlap unevenly.
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/networks/googlenet.hpp>
#include <fusenet/planned.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;

constexpr auto pooled = input(14, 14, 3) | networks::googlenets::to_four_by_four();
static_assert(planned<pooled>::output == shape::image(4, 4, 3));

TEST_CASE("googlenet: the mean of 4 x 4 windows of 14 x 14 cells") {
    const std::vector<float> map = test::numbers(14 * 14 * 3, 1);
    const std::vector<double> means = reference::run<pooled>(static_cast<const float*>(nullptr), map)[0];
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 4; ++x)
            for (int c = 0; c < 3; ++c) {
                double sum = 0;
                const int top = y * 14 / 4, bottom = ((y + 1) * 14 + 3) / 4;  // PyTorch's adaptive_avg_pool2d
                const int left = x * 14 / 4, right = ((x + 1) * 14 + 3) / 4;
                for (int v = top; v < bottom; ++v)
                    for (int u = left; u < right; ++u) sum += map[static_cast<std::size_t>((v * 14 + u) * 3 + c)];
                INFO("cell ", y, ", ", x, ", channel ", c);
                CHECK(means[static_cast<std::size_t>((y * 4 + x) * 3 + c)] ==
                      doctest::Approx(sum / ((bottom - top) * (right - left))).epsilon(1e-12));
            }
}

}  // namespace
