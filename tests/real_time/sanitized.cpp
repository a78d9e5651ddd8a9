// Streams and whole inputs under clang's sanitizer of real-time threads, which ends the program at a call that may
// wait.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fusenet.hpp>
#include <fusenet/networks/ds_cnn.hpp>
#include <utility>
#include <vector>

namespace {

using namespace fusenet;

constexpr auto amplifier = input(1, 1) | lstm(16) | dense(1);
constexpr auto filters = input(8, 2) | conv<3>(8, {.pad = causal, .dilation = 2}) | gru(12) | tanh() | dense(1);

template <class Model>
Model made() {
    parameter_set weights = Model::parameters();
    weights.randomise(1);
    return Model(weights);
}

template <class Model>
void play(Model& model, const float* in, float* const* out) noexcept [[clang::nonblocking]] {
    model.run(in, out, 3);
    model.reset();
}
template <class Model>
void see(const Model& model, const float* in, float* const* out, float* arena) noexcept [[clang::nonblocking]] {
    model.run(in, out, 3, arena);
}
void* volatile somewhere = nullptr;
void wait() noexcept [[clang::nonblocking]] { somewhere = std::malloc(1); }

template <const auto& Net>
void check_stream() {
    auto model = made<stream<Net>>();
    const std::vector<float> in(3 * static_cast<std::size_t>(model.input_size), 0.5f);
    std::vector<float> out(3 * static_cast<std::size_t>(model.output_size));
    float* const to[] = {out.data()};
    play(model, in.data(), to);
}

}  // namespace

/// With the argument "wait" it must be ended.
int main(int argc, char** argv) {
    if (argc > 1 && !std::strcmp(argv[1], "wait")) {
        wait();
        return 0;
    }
    check_stream<amplifier>();
    check_stream<filters>();
    const auto model = made<compile<networks::ds_cnn>>();
    const std::vector<float> in(3 * static_cast<std::size_t>(model.input_size), 0.5f);
    std::vector<float> out(3 * static_cast<std::size_t>(model.output_size));
    float* const to[] = {out.data()};
    const aligned_floats arena(static_cast<std::size_t>(model.arena_bytes_for(1)) / sizeof(float));
    see(model, in.data(), to, arena.data());
    std::puts("nothing waited");
}
