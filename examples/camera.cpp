// camera: a network that reads a camera's frame as it lies in memory, bytes in planes, and prepares it on the way.
// run:
#include <cstdint>
#include <fusenet.hpp>
#include <iostream>
#include <vector>
using namespace fusenet;

inline constexpr auto net = input(240, 320, 3, {.type = element::uint8, .order = layout::nchw}) |
                            normalize({0.485f, 0.456f, 0.406f}, {0.229f, 0.224f, 0.225f}, {.scale = 1.f / 255}) |
                            conv<7, 7>(32, {.stride = 2, .pad = 3}) | relu() | maxpool<3>({.stride = 2, .pad = 1}) |
                            global_avgpool() | flatten() | dense(10) | softmax();

// The frame becomes floats a band of rows at a time, in the nest of the convolution that reads them.
static_assert(compile<net>::arena_bytes < 4 * compile<net>::input_size);

int main() {
    parameter_set weights = compile<net>::parameters();
    weights.randomise(1);
    compile<net> model(weights);
    std::vector<std::uint8_t> frame(3 * 240 * 320, 100);
    std::vector<float> scores(10);
    model(frame, scores);
    for (float score : scores) std::cout << score << '\n';
}
