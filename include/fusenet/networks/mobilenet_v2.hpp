// MobileNetV2: inverted residual blocks with linear bottlenecks (Sandler et al. 2018, arXiv:1801.04381). Parameter names
// are torchvision's.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>

namespace fusenet::networks {

namespace mobilenet {

/// A convolution, its normalisation and relu6, as "0" and "1" of a block.
template <int K>
constexpr auto filter(int channels, int stride = 1) {
    return named("0", conv<K, K>(channels, {.stride = stride, .pad = K / 2, .bias = false})) | named("1", batchnorm()) | relu6();
}
constexpr auto each_channel(int stride) {
    return named("0", depthwise<3>({.stride = stride, .pad = 1, .bias = false})) | named("1", batchnorm()) | relu6();
}

/// expand, depthwise, project.
constexpr auto inverted(int expanded, int channels, int stride) {
    return named("conv", named(0, filter<1>(expanded)) | named(1, each_channel(stride)) |
                             named(2, conv<1, 1>(channels, {.bias = false})) | named(3, batchnorm()));
}

/// Blocks `First` and on, `Count` of them: the first changes the extent, the others are added to what they read.
template <int First, int Count>
constexpr auto group(int from, int channels, int stride) {
    const auto first = named(First, inverted(6 * from, channels, stride));
    if constexpr (Count == 1)
        return first;
    else
        return first | repeat<Count - 1>([channels](auto i) {
                   return named(First + 1 + i(), residual(inverted(6 * channels, channels, 1)));
               });
}

constexpr auto make_v2() {
    const auto plain = named("conv", named(0, each_channel(1)) | named(1, conv<1, 1>(16, {.bias = false})) | named(2, batchnorm()));
    return input(224, 224, 3) |
           named("features", named(0, filter<3>(32, 2)) | named(1, plain) | group<2, 2>(16, 24, 2) | group<4, 3>(24, 32, 2) |
                                 group<7, 4>(32, 64, 2) | group<11, 3>(64, 96, 1) | group<14, 3>(96, 160, 2) |
                                 group<17, 1>(160, 320, 1) | named(18, filter<1>(1280))) |
           global_avgpool() | flatten() | dropout(0.2f) | named("classifier", named(1, dense(1000)));
}

}  // namespace mobilenet

/// Images of 224 x 224, RGB, normalised as torchvision's; 1000 logits.
inline constexpr auto mobilenet_v2 = mobilenet::make_v2();

}  // namespace fusenet::networks
