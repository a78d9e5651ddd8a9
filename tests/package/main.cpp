// A small network, planned, loaded and run: what the package offers works where nothing of the tree is in reach.
#include <fusenet.hpp>
#include <cmath>
#include <iostream>
#include <vector>

using namespace fusenet;

inline constexpr auto net = input(6, 6, 2) | conv<3, 3>(4, {.pad = 1}) | relu() | maxpool<2>() | flatten() | dense(3) |
                            softmax();
static_assert(compile<net>::output == shape::vector(3));

int main() {
    parameter_set weights = compile<net>::parameters();
    weights.set("conv_0.bias", std::vector<float>{1, 2, -1, 0.5f});  // all else is 0: maps of 1, 2, 0 and 0.5
    for (float& w : weights["dense_0.weight"].first(36)) w = 1.0f / 9;  // of the first output
    compile<net> model(weights);
    std::vector<float> image(6 * 6 * 2, 0.25f), scores(3);
    model(image, scores);
    for (float score : scores) std::cout << score << '\n';
    const double first = std::exp(3.5) / (std::exp(3.5) + 2);
    return std::abs(scores[0] - first) < 1e-5 && std::abs(scores[1] - (1 - first) / 2) < 1e-5 ? 0 : 1;
}
