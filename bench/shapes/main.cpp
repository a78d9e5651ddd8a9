// How near to the machine's roofline one thread comes on each of some hundred shapes, and which fall short of it.
// needs: benchmark json
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <fstream>
#include <fusenet/benchmark.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "parts.hpp"

namespace {

/// GB/s at which a pass reads one half of so many bytes and writes the other, again and again: from the cache that
/// holds them.
double copy_rate(double bytes) {
    const std::size_t half = std::max<std::size_t>(4096, static_cast<std::size_t>(bytes / 2));
    std::vector<char> from(half, 1), to(half, 2);
    double best = 0;
    const int times = static_cast<int>(std::max(1.0, 4e6 / static_cast<double>(half)));
    for (int k = 0; k < 10; ++k) {
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i) {
            std::memcpy(to.data(), from.data(), half);
            benchmark::DoNotOptimize(to.data());
        }
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        best = std::max(best, 2.0 * static_cast<double>(half) * times / passed.count() / 1e9);
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    const char* json = nullptr;
    double least = 0.6;
    for (int k = 1; k < argc; ++k) {
        if (std::strcmp(argv[k], "--json") == 0 && k + 1 < argc) json = argv[++k];
        else if (std::strcmp(argv[k], "--least") == 0 && k + 1 < argc) least = std::atof(argv[++k]);
        else return std::cerr << "usage: shapes [--json FILE] [--least SHARE]\n", 2;
    }
    const double peak = fusenet::measured_peak();
    std::vector<double> rates;  // of 2^k bytes
    for (int k = 0; k <= 28; ++k) rates.push_back(k < 13 ? 0 : copy_rate(std::exp2(k)));
    auto rate_of = [&](double bytes) { return rates[static_cast<std::size_t>(std::clamp(std::lround(std::log2(bytes)), 13L, 28L))]; };

    std::vector<std::pair<double, shapes::result>> all;
    for (const shapes::result& r : shapes::measure_all())
        all.emplace_back(std::max(r.flops / peak / 1e3, r.bytes / rate_of(r.bytes) / 1e3) / r.microseconds, r);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });

    std::printf("peak of one core %.0f GFLOP/s; copies: L1 %.0f, L2 %.0f, memory %.0f GB/s\n", peak, rates[14], rates[18], rates[28]);
    std::printf("%-52s %-12s %10s %9s %7s\n", "shape", "by", "us", "GFLOP/s", "share");
    auto rows = nlohmann::json::array();
    int below = 0;
    for (const auto& [share, r] : all) {
        std::printf("%-52s %-12s %10.2f %9.1f %6.0f%%%s\n", r.what.c_str(), r.by.c_str(), r.microseconds, r.flops / r.microseconds / 1e3,
                    100 * share, share < least ? "  <" : "");
        below += share < least;
        rows.push_back({{"shape", r.what}, {"by", r.by}, {"microseconds", r.microseconds}, {"flops", r.flops}, {"bytes", r.bytes}, {"share", share}});
    }
    std::printf("%d of %zu shapes below %.0f %% of the roofline\n", below, all.size(), 100 * least);
    if (json) std::ofstream(json) << nlohmann::json{{"peak_gflops", peak}, {"shapes", rows}}.dump(1) << '\n';
}
