// run:
#include <fusenet.hpp>
#include <iostream>
#include <vector>
using namespace fusenet;

inline constexpr auto net = input(28, 28, 1) | conv<5,5>(16, {.pad = same}) | relu() | maxpool<2>() |
                            conv<3,3>(32) | relu() | global_avgpool() | flatten() | dense(10) | softmax();
static_assert(compile<net>::arena_bytes < 64_KiB);  // the whole plan is a constant: memory, flops, weights

int main() {
    parameter_set weights = compile<net>::parameters();  // or, with JSON: compile<net> model("weights.safetensors");
    weights.randomise(1);
    compile<net> model(weights);
    std::vector<float> image(28 * 28, 0.5f), scores(10);
    model(image, scores);  // no allocation, no lock
    for (float score : scores) std::cout << score << '\n';
}
