// What this machine can do at most, as JSON: multiplications and additions in registers, and reading from memory.
// needs: benchmark
#include <chrono>
#include <cstddef>
#include <fusenet/benchmark.hpp>
#include <iostream>
#include <thread>
#include <vector>

namespace {

using fusenet::cpu::vec;

/// Reads all, in eight sums so that none waits for another.
float sum(const float* from, std::size_t count) {
    vec sums[8];
    for (vec& s : sums) s = vec(0.0f);
    for (std::size_t i = 0; i + 8 * fusenet::cpu::lanes <= count; i += 8 * fusenet::cpu::lanes)
        for (std::size_t k = 0; k < 8; ++k) sums[k] = sums[k] + fusenet::cpu::load(from + i + k * fusenet::cpu::lanes);
    for (int k = 1; k < 8; ++k) sums[0] = sums[0] + sums[k];
    float lanes[fusenet::cpu::lanes];
    fusenet::cpu::store(lanes, sums[0]);
    return lanes[0];
}

/// GB/s of so many threads that read their parts of a block too large for any cache, at the best of some tries.
double read_rate(const std::vector<float>& block, int threads) {
    double best = 0;
    const std::size_t part = block.size() / static_cast<std::size_t>(threads);
    for (int again = 0; again < 10; ++again) {
        const auto start = std::chrono::steady_clock::now();
        std::vector<std::thread> team;
        for (int t = 0; t < threads; ++t)
            team.emplace_back([&, t] {
                benchmark::DoNotOptimize(sum(block.data() + static_cast<std::size_t>(t) * part, part));
            });
        for (std::thread& one : team) one.join();
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        best = std::max(best, 4.0 * static_cast<double>(block.size()) / passed.count() / 1e9);
    }
    return best;
}

}  // namespace

int main() {
    const std::vector<float> block(std::size_t{64} << 20, 1.0f);
    std::cout << "{\"lanes\": " << fusenet::cpu::lanes << ", \"peak_gflops\": " << fusenet::measured_peak()
              << ", \"read_gbytes\": [" << read_rate(block, 1) << ", " << read_rate(block, 2) << "]}\n";
}
