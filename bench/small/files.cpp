// Writes for all engines, into a folder, each case's seeded weights, and what it answers to a signal in double
// precision; and the images' networks as ONNX files. needs: json onnx
#include <algorithm>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <fstream>
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/onnx.hpp>
#include <fusenet/weights/safetensors_writer.hpp>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "cases.hpp"

namespace {

using namespace fusenet;
using path = std::filesystem::path;

constexpr int samples = 512;  // of the signal that answers are compared on

void write(const path& to, const std::vector<double>& numbers) {
    std::ofstream file(to, std::ios::binary);
    for (const double x : numbers) file.write(reinterpret_cast<const char*>(&x), sizeof x);
    if (!file.flush()) throw std::runtime_error(to.string() + ": cannot be written");
}

/// Between -1 and 1, the same on every machine.
std::vector<float> numbers(long long count) {
    std::vector<float> drawn(static_cast<std::size_t>(count));
    std::uint32_t state = 1;
    for (float& x : drawn) x = static_cast<float>((state = 1664525u * state + 1013904223u) >> 8) * 0x1p-23f - 1;
    return drawn;
}

/// The case's folder, with its weights, a signal, and the answers to that.
template <const auto& Net>
parameter_set write_case(const path& folder) {
    using known = described<Net>;
    std::filesystem::create_directories(folder);
    parameter_set weights(known::parameters());
    weights.randomise(1);
    save_safetensors(folder / "weights.safetensors", weights);
    const std::vector<float> in = numbers(known::lowered.net.nodes[0].out.size());
    write(folder / "input.f64", {in.begin(), in.end()});
    write(folder / "answers.f64", reference::run<Net>(weights.values().data(), in)[0]);
    return weights;
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 2) throw std::runtime_error("usage: " + std::string(argv[0]) + " FOLDER");
    const path all = argv[1];
    small::for_each_signal<samples>(
        [&]<const auto&, const auto & Net>(const char* name) { write_case<Net>(all / name); });
    small::for_each_image([&]<const auto & Net>(const char* name) {
        save_onnx<Net>(write_case<Net>(all / name), all / name / "network.onnx", {.batch = 1});
    });
} catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
}
