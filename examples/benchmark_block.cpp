// Measures a block of one's own: fused against layer by layer, on one thread and two, and each nest alone.
// Link benchmark::benchmark, or -lbenchmark -lpthread.
// needs: benchmark
// run: --benchmark_min_time=0.001
#include <fusenet/benchmark.hpp>

using namespace fusenet;

inline constexpr auto block =
    input(28, 28, 32) | residual(conv<1, 1>(96) | relu6() | depthwise<3>({.pad = 1}) | relu6() | conv<1, 1>(32));

int main(int argc, char** argv) { return benchmark_network<block>("block", argc, argv); }
