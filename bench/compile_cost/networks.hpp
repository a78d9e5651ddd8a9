// Well-known networks as expressions, for measuring what they cost the compiler; NETWORK chooses one.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>

namespace networks_under_test {

using namespace fusenet;

constexpr auto lenet() {
    return input(28, 28, 1) | conv<5, 5>(6, {.pad = 2}) | relu() | avgpool<2>() | conv<5, 5>(16) | relu() | maxpool<2>() |
           flatten() | dense(120) | relu() | dense(84) | relu() | dense(10) | softmax();
}

constexpr auto fire(int squeeze, int expand) {
    return conv<1, 1>(squeeze) | relu() |
           concat(conv<1, 1>(expand) | relu(), conv<3, 3>(expand, {.pad = 1}) | relu());
}
constexpr auto squeezenet() {
    const auto pool = maxpool<3>({.stride = 2, .ceil_mode = true});
    return input(224, 224, 3) | conv<3, 3>(64, {.stride = 2}) | relu() | pool | fire(16, 64) | fire(16, 64) | pool |
           fire(32, 128) | fire(32, 128) | pool | fire(48, 192) | fire(48, 192) | fire(64, 256) | fire(64, 256) |
           conv<1, 1>(1000) | relu() | global_avgpool() | flatten() | softmax();
}

constexpr auto filter(int kernel, int channels, int stride = 1) {
    return conv_layer{kernel, channels, {.stride = stride, .pad = kernel / 2, .bias = false}} | batchnorm();
}
constexpr auto bottleneck(int inner, int stride, bool) {
    return filter(1, inner) | relu() | filter(3, inner, stride) | relu() | filter(1, 4 * inner);
}
template <int Count>
constexpr auto bottlenecks(int inner, int stride) {
    return residual(bottleneck(inner, stride, true), filter(1, 4 * inner, stride)) | relu() |
           repeat<Count - 1>(residual(bottleneck(inner, 1, false)) | relu());
}
constexpr auto stem() { return filter(7, 64, 2) | relu() | maxpool<3>({.stride = 2, .pad = 1}); }
constexpr auto resnet50() {
    return input(224, 224, 3) | stem() | bottlenecks<3>(64, 1) | bottlenecks<4>(128, 2) | bottlenecks<6>(256, 2) |
           bottlenecks<3>(512, 2) | global_avgpool() | flatten() | dense(1000) | softmax();
}

constexpr auto dense_layer_block() {
    return concat(identity(), batchnorm() | relu() | conv<1, 1>(128, {.bias = false}) | batchnorm() | relu() |
                                  conv<3, 3>(32, {.pad = 1, .bias = false}));
}
template <int Count>
constexpr auto dense_block() {
    return repeat<Count>(dense_layer_block());
}
constexpr auto transition(int channels) {
    return batchnorm() | relu() | conv<1, 1>(channels, {.bias = false}) | avgpool<2>();
}
constexpr auto densenet121() {
    return input(224, 224, 3) | stem() | dense_block<6>() | transition(128) | dense_block<12>() | transition(256) |
           dense_block<24>() | transition(512) | dense_block<16>() | batchnorm() | relu() | global_avgpool() | flatten() |
           dense(1000) | softmax();
}

constexpr auto pipe400() {
    return input(32, 32, 16) | repeat<200>(conv<3, 3>(16, {.pad = 1}) | relu());
}

inline constexpr auto network = NETWORK();

}  // namespace networks_under_test
