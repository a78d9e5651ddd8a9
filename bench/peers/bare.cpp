// A program with one network and nothing else: loads weights, runs it once, and says what that took.
// needs: json
#include <chrono>
#include <exception>
#include <fstream>
#include <fusenet/weights/safetensors.hpp>
#include <iostream>
#include <network.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using stopwatch = std::chrono::steady_clock;

double milliseconds(stopwatch::time_point from, stopwatch::time_point to) {
    return std::chrono::duration<double, std::milli>(to - from).count();
}

template <std::size_t... K>
void run(model& made, const std::vector<float>& in, std::vector<std::vector<float>>& out, std::index_sequence<K...>) {
    made(in, out[K]...);
}

/// The most memory that this process ever held, in KiB; Linux only.
std::string peak_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:" && status >> word) return word;
    return "null";
}

}  // namespace

int main(int argc, char** argv) try {
    if (argc != 3) {
        std::cerr << "usage: " << argv[0] << " WEIGHTS THREADS\n";
        return 1;
    }
    const auto start = stopwatch::now();
    model made(argv[1]);
    made.threads(std::stoi(argv[2]));
    const auto loaded = stopwatch::now();
    const std::vector<float> in(static_cast<std::size_t>(model::input_size), 0.5f);
    std::vector<std::vector<float>> out;
    for (int k = 0; k < model::output_count; ++k) out.emplace_back(static_cast<std::size_t>(model::output_at(k).size()));
    const auto ready = stopwatch::now();
    run(made, in, out, std::make_index_sequence<model::output_count>());
    const auto done = stopwatch::now();
    std::cout << "{\"load_ms\": " << milliseconds(start, loaded) << ", \"first_ms\": " << milliseconds(ready, done)
              << ", \"peak_kib\": " << peak_memory() << ", \"weight_bytes\": " << model::weight_bytes
              << ", \"arena_bytes\": " << made.working_bytes() << "}\n";
} catch (const std::exception& error) {
    std::cerr << "error: " << error.what() << '\n';
    return 1;
}
