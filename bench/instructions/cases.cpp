// Small networks, one for each kernel that speed depends on, run so often as asked: what callgrind counts.
#include <cstdlib>
#include <cstring>
#include <fusenet.hpp>
#include <iostream>
#include <vector>

namespace {

using namespace fusenet;

// The plan must not depend on the machine that compiles.
constexpr target machine{.lanes = 8, .registers = 16, .l1 = 32_KiB, .l2 = 512_KiB, .l3 = 16_MiB};

constexpr auto pointwise = input(14, 14, 64) | conv<1, 1>(96) | relu();
constexpr auto window = input(14, 14, 32) | conv<3, 3>(48, {.stride = 2, .pad = 1}) | relu();
constexpr auto tiles = input(16, 16, 32) | conv<3, 3>(32, {.pad = 1}) | relu();
constexpr auto grouped = input(12, 12, 48) | conv<3, 3>(48, {.pad = 1, .groups = 4}) | relu();
constexpr auto first_layer = input(48, 48, 3) | conv<3, 3>(16, {.stride = 2, .pad = 1}) | relu6() | maxpool<3>({.stride = 2, .pad = 1});
constexpr auto each_channel = input(20, 20, 48) | depthwise<5>({.pad = 2}) | relu6() | depthwise<3>({.stride = 2, .pad = 1});
constexpr auto inverted = input(14, 14, 24) | residual(conv<1, 1>(144, {.bias = false}) | batchnorm() | relu6() |
                          depthwise<3>({.pad = 1, .bias = false}) | batchnorm() | relu6() | conv<1, 1>(24, {.bias = false}) | batchnorm());
constexpr auto fire = input(13, 13, 64) | conv<1, 1>(16) | relu() | concat(conv<1, 1>(32) | relu(), conv<3, 3>(32, {.pad = 1}) | relu());
constexpr auto vectors = input(400) | dense(120) | tanh() | dense(84) | gelu() | dense(10) | softmax();
constexpr auto norms = input(8, 8, 40) | layernorm() | local_response_norm(5) | groupnorm(4) | global_avgpool();

template <const auto& Net, auto... Options>
void run(int times) {
    using model_type = compile<Net, machine, Options...>;
    parameter_set given = model_type::parameters();
    given.randomise(1);
    const model_type model(given);
    std::vector<float> in(static_cast<std::size_t>(model_type::input_size), 0.5f);
    std::vector<float> out(static_cast<std::size_t>(model_type::output_size));
    std::vector<float> arena(static_cast<std::size_t>(model.working_bytes() / 4 + 16));
    float* const to = out.data();
    for (int i = 0; i < times; ++i) model.run(in.data(), &to, 1, arena.data());
}

constexpr struct {
    const char* name;
    void (*run)(int times);
} cases[] = {
    {"pointwise", run<pointwise>}, {"window", run<window>}, {"tiles", run<tiles>}, {"exact", run<tiles, accuracy::exact>},
    {"grouped", run<grouped>}, {"first_layer", run<first_layer>}, {"each_channel", run<each_channel>}, {"inverted", run<inverted>},
    {"inverted_layer_by_layer", run<inverted, layer_by_layer>}, {"fire", run<fire>}, {"vectors", run<vectors>}, {"norms", run<norms>},
};

}  // namespace

int main(int argc, char** argv) {
    if (argc == 1) {
        for (const auto& c : cases) std::cout << c.name << '\n';
        return 0;
    }
    for (const auto& c : cases)
        if (argc == 3 && std::strcmp(argv[1], c.name) == 0) return c.run(std::atoi(argv[2])), 0;
    std::cerr << "usage: cases [NAME TIMES]\n";
    return 2;
}
