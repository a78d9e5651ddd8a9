// Single nests of well-known kinds, fused against layer by layer: where fusion pays, and how much.
// needs: benchmark
#include <fusenet/benchmark.hpp>

using namespace fusenet;

namespace {

/// expand, depthwise, project (and add where the shapes allow).
constexpr auto inverted(int expanded, int channels) {
    return conv<1, 1>(expanded) | relu6() | depthwise<3>({.pad = 1}) | relu6() | conv<1, 1>(channels);
}

inline constexpr auto seed = input(13, 13, 512) | conv<1, 1>(1000) | relu() | avgpool<13>();
inline constexpr auto block112 = input(112, 112, 16) | residual(inverted(96, 16));
inline constexpr auto block56 = input(56, 56, 24) | residual(inverted(144, 24));
inline constexpr auto block28 = input(28, 28, 32) | residual(inverted(192, 32));
inline constexpr auto block14 = input(14, 14, 96) | residual(inverted(576, 96));
inline constexpr auto stem = input(224, 224, 3) | conv<7, 7>(64, {.stride = 2, .pad = 3}) | batchnorm() | relu() |
                             maxpool<3>({.stride = 2, .pad = 1});
inline constexpr auto fire = input(55, 55, 64) | conv<1, 1>(16) | relu() |
                             concat(conv<1, 1>(64) | relu(), conv<3, 3>(64, {.pad = 1}) | relu());
inline constexpr auto pools = input(112, 112, 96) | depthwise<3>({.pad = 1}) | relu6() | maxpool<2>() | scale() | avgpool<2>();

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    add_network_benchmarks<seed>("conv1x1_relu_avgpool13");
    add_network_benchmarks<block112>("inverted_16_96_at_112");
    add_network_benchmarks<block56>("inverted_24_144_at_56");
    add_network_benchmarks<block28>("inverted_32_192_at_28");
    add_network_benchmarks<block14>("inverted_96_576_at_14");
    add_network_benchmarks<stem>("conv7x7_maxpool");
    add_network_benchmarks<fire>("fire_16_64_64_at_55");
    add_network_benchmarks<pools>("depthwise_maxpool_scale_avgpool");
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
