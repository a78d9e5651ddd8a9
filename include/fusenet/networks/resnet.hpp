// ResNet: residual blocks of plain convolutions (He et al. 2015, arXiv:1512.03385), with the stride in a bottleneck's 3x3
// convolution. Parameter names are torchvision's.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace resnet {

template <int K>
constexpr auto filter(const char* conv_name, const char* norm_name, int channels, int stride = 1) {
    return named(conv_name, conv<K, K>(channels, {.stride = stride, .pad = K / 2, .bias = false})) |
           named(norm_name, batchnorm());
}

/// Two 3x3 convolutions.
struct basic {
    static constexpr int expansion = 1;
    static constexpr auto body(int channels, int stride) {
        return filter<3>("conv1", "bn1", channels, stride) | relu() | filter<3>("conv2", "bn2", channels);
    }
};

/// 1x1 to fewer channels, 3x3, 1x1 to four times as many.
struct bottleneck {
    static constexpr int expansion = 4;
    static constexpr auto body(int channels, int stride) {
        return filter<1>("conv1", "bn1", channels) | relu() | filter<3>("conv2", "bn2", channels, stride) | relu() |
               filter<1>("conv3", "bn3", 4 * channels);
    }
};

/// Blocks of equal extent: the first one changes it, on both ways if `changes`.
template <class Block, int Count, bool Changes>
constexpr auto group(const char* name, int channels, int stride) {
    const auto first = [&] {
        const auto body = Block::body(channels, stride);
        if constexpr (Changes)
            return residual(body, named("downsample", filter<1>("0", "1", Block::expansion * channels, stride))) | relu();
        else
            return residual(body) | relu();
    }();
    if constexpr (Count == 1)
        return named(name, named(0, first));
    else
        return named(name, named(0, first) | repeat<Count - 1>([channels](auto i) {
                               return named(1 + i(), residual(Block::body(channels, 1)) | relu());
                           }));
}

template <class Block, int A, int B, int C, int D>
constexpr auto make() {
    return input(224, 224, 3) | filter<7>("conv1", "bn1", 64, 2) | relu() | maxpool<3>({.stride = 2, .pad = 1}) |
           group<Block, A, (Block::expansion > 1)>("layer1", 64, 1) | group<Block, B, true>("layer2", 128, 2) |
           group<Block, C, true>("layer3", 256, 2) | group<Block, D, true>("layer4", 512, 2) | global_avgpool() |
           flatten() | named("fc", dense(1000));
}

}  // namespace resnet

/// Images of 224 x 224, RGB, normalised as torchvision's; 1000 logits.
inline constexpr auto resnet18 = resnet::make<resnet::basic, 2, 2, 2, 2>();
inline constexpr auto resnet34 = resnet::make<resnet::basic, 3, 4, 6, 3>();
inline constexpr auto resnet50 = resnet::make<resnet::bottleneck, 3, 4, 6, 3>();

}  // namespace fusenet::networks
