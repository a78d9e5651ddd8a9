// benchmark_network<net>: measures a network of one's own with Google Benchmark: fused, layer by layer, on one thread
// and on two, and each nest alone.
//
//   #include <fusenet/benchmark.hpp>
//   inline constexpr auto net = fusenet::input(56, 56, 64) | fusenet::conv<3, 3>(64, {.pad = 1}) | fusenet::relu();
//   int main(int argc, char** argv) { return fusenet::benchmark_network<net>("block", argc, argv); }
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <fusenet.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fusenet {

/// GFLOP/s of multiplications and additions in the registers of one core, measured: what a share of the peak refers to.
inline double measured_peak() {
    constexpr int chains = 10, rounds = 20000;
    const auto once = [] {
        cpu::vec sums[chains];
        cpu::vec factor(0.5f);
        for (int i = 0; i < chains; ++i) sums[i] = cpu::vec(static_cast<float>(i));
        const auto start = std::chrono::steady_clock::now();
        ::benchmark::DoNotOptimize(factor);  // what depends on it comes after the start
        cpu::vec held = factor;
        for (int r = 0; r < rounds; ++r) {
#pragma GCC unroll 10
            for (int i = 0; i < chains; ++i) sums[i] = cpu::multiply_add(sums[i], held, held);
        }
        for (int i = 1; i < chains; ++i) sums[0] = sums[0] + sums[i];
        ::benchmark::DoNotOptimize(sums[0]);
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
        return 2.0 * chains * cpu::lanes * rounds / passed.count() / 1e9;
    };
    static const double peak = [&] {
        double best = 0;
        for (int i = 0; i < 50; ++i) best = std::max(best, once());
        return best;
    }();
    return peak;
}

namespace detail {

/// A model with seeded weights and input, and room for its outputs.
template <class Model>
struct bench_case {
    Model model;
    std::vector<typename Model::input_element> in;
    std::vector<std::vector<float>> outputs;
    std::vector<float*> out;
    aligned_floats arena;

    explicit bench_case(int threads)
        : model([] {
              parameter_set given = Model::parameters();
              given.randomise(1);
              return given;
          }()),
          in(static_cast<std::size_t>(Model::input_size), typename Model::input_element(1)) {
        model.threads(threads);
        arena = aligned_floats(static_cast<std::size_t>(model.working_bytes() / 4));
        for (int k = 0; k < Model::output_count; ++k)
            outputs.emplace_back(static_cast<std::size_t>(Model::output_at(k).size()));
        for (auto& o : outputs) out.push_back(o.data());
    }
};

/// Measures `once`; reports beside its time the GFLOP/s, their share of the measured peak of the threads in use, and
/// the bytes that cross the nests' borders, in all and for each second.
template <class Once>
void measure(::benchmark::State& state, long long flops, long long bytes, int threads, Once&& once) {
    using ::benchmark::Counter;
    const double peak = measured_peak() * threads;
    const auto start = std::chrono::steady_clock::now();
    for (auto _ : state) once();
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    const double rate = static_cast<double>(flops) * static_cast<double>(state.iterations()) / passed.count() / 1e9;
    state.counters["GFLOP/s"] = rate;
    state.counters["share"] = rate / peak;
    state.counters["bytes"] = Counter(static_cast<double>(bytes), Counter::kDefaults, Counter::kIs1024);
    state.SetBytesProcessed(static_cast<int64_t>(bytes) * state.iterations());
}

template <class Model>
void bench_whole(const std::string& name, int threads, long long bytes) {
    const std::string called = name + "/threads:" + std::to_string(threads);
    ::benchmark::RegisterBenchmark(called.c_str(), [threads, bytes](::benchmark::State& state) {
        bench_case<Model> c(threads);
        measure(state, Model::flops, bytes, threads,
                [&] { c.model.run(c.in.data(), c.out.data(), 1, c.arena.data()); });
    })->UseRealTime()->Unit(::benchmark::kMicrosecond);
}

template <class Model, int Nest>
void bench_nest(const std::string& name) {
    static constexpr auto range = Model::nests.nests[Nest];
    const std::string called = name + "/nest:" + std::to_string(Nest) + "/stages:" + std::to_string(range.size());
    ::benchmark::RegisterBenchmark(called.c_str(), [](::benchmark::State& state) {
        bench_case<Model> c(1);
        c.model.run(c.in.data(), c.out.data(), 1, c.arena.data());
        long long flops = 0;
        for (int s = range.first; s < range.end; ++s) flops += Model::stages.stages[s].flops;
        measure(state, flops, Model::nest_traffic(Nest), 1,
                [&] { c.model.template run_nest<Nest>(c.in.data(), c.out.data(), c.arena.data()); });
    })->UseRealTime()->Unit(::benchmark::kMicrosecond);
}

}  // namespace detail

/// Registers all measurements of a network: NAME/fused, NAME/layer_by_layer (each on one thread and on two), and
/// NAME/nest:I, each of the fused plan's nests alone on one thread.
template <const auto& Net, auto... Options>
void add_network_benchmarks(const std::string& name) {
    using fused_model = compile<Net, Options...>;
    using pair_model = compile<Net, detail::option<target, Options...>(target{.cores = 2}), Options...>;
    using layers_model = compile<Net, Options..., layer_by_layer>;
    detail::bench_whole<fused_model>(name + "/fused", 1, fused_model::traffic_bytes);
    detail::bench_whole<pair_model>(name + "/fused", 2, pair_model::traffic_bytes);
    for (int threads : {1, 2})
        detail::bench_whole<layers_model>(name + "/layer_by_layer", threads, layers_model::traffic_bytes);
    [&]<int... N>(std::integer_sequence<int, N...>) {
        (detail::bench_nest<fused_model, N>(name), ...);
    }(std::make_integer_sequence<int, fused_model::nest_count>());
}

/// A whole program: the measurements of one network, with Google Benchmark's arguments.
template <const auto& Net, auto... Options>
int benchmark_network(const std::string& name, int argc, char** argv) {
    ::benchmark::Initialize(&argc, argv);
    if (::benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    ::benchmark::AddCustomContext("measured peak of one core, GFLOP/s", std::to_string(measured_peak()));
    add_network_benchmarks<Net, Options...>(name);
    ::benchmark::RunSpecifiedBenchmarks();
    ::benchmark::Shutdown();
    return 0;
}

}  // namespace fusenet
