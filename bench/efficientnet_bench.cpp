// EfficientNet-Lite0: fused against layer by layer, on one thread and two, and each nest alone.
// needs: benchmark
#include <fusenet/benchmark.hpp>
#include <fusenet/networks/efficientnet_lite.hpp>

int main(int argc, char** argv) {
    return fusenet::benchmark_network<fusenet::networks::efficientnet_lite0>("efficientnet_lite0", argc, argv);
}
