// Weights by name: what a network calls its parameters, how a program sets them, and what a mistake is told.
// run:
#include <cmath>
#include <fusenet.hpp>
#include <iostream>
#include <vector>

using namespace fusenet;

inline constexpr auto net = input(4, 4, 2) | named("stem", conv<3, 3>(3)) | relu() |
                            repeat<2>(named("block", conv<1, 1>() | batchnorm())) | global_avgpool() | flatten() |
                            named("head", dense(2));

int main() {
    parameter_set weights = compile<net>::parameters();  // gains and variances 1, all else 0
    for (const auto& [row, values] : weights) {
        text<40> extent;
        put(extent, row.extent);
        std::cout << row.name.view() << ' ' << extent.view() << '\n';
    }

    for (float& w : weights["stem.weight"]) w = 0.1f;  // OIHW, as files have it
    for (const char* block : {"block.0.conv_0.weight", "block.1.conv_0.weight"})
        for (int k = 0; k < 3; ++k) weights[block][static_cast<std::size_t>(4 * k)] = 1;  // the identity
    const std::vector<float> head{1, 0, 0, 0, 0, 1};
    weights.set("head.weight", dims(2, 3), head);

    const status unknown = weights.try_set("stem.weigth", head), wrong = weights.try_set("stem.bias", head);
    std::cout << unknown.message() << '\n' << wrong.message() << '\n';

    compile<net> model(weights);  // folds the batchnorms and packs
    const std::vector<float> image(4 * 4 * 2, 1.f);
    std::vector<float> out(2);
    model(image, out);
    std::cout << out[0] << ' ' << out[1] << '\n';
    const float expected = 18 * 0.1f;                                        // 3 x 3 cells of 2 channels
    return out[0] == out[1] && std::abs(out[0] - expected) < 1e-3f ? 0 : 1;  // the batchnorms' epsilon costs 2e-5
}
