// VGG16: thirteen 3x3 convolutions and three dense layers (Simonyan and Zisserman 2014, arXiv:1409.1556). Parameter names
// are torchvision's.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace vgg {

constexpr auto filter(int index, int channels) {
    return named(index, conv<3, 3>(channels, {.pad = 1})) | relu();
}

constexpr auto make_vgg16() {
    const auto pool = maxpool<2>();
    return input(224, 224, 3) |
           named("features", filter(0, 64) | filter(2, 64) | pool | filter(5, 128) | filter(7, 128) | pool | filter(10, 256) |
                                 filter(12, 256) | filter(14, 256) | pool | filter(17, 512) | filter(19, 512) |
                                 filter(21, 512) | pool | filter(24, 512) | filter(26, 512) | filter(28, 512) | pool) |
           flatten() |
           named("classifier", named(0, dense(4096)) | relu() | dropout(0.5f) | named(3, dense(4096)) | relu() |
                                   dropout(0.5f) | named(6, dense(1000)));
}

}  // namespace vgg

/// Images of 224 x 224, RGB, normalised as torchvision's; 1000 logits.
inline constexpr auto vgg16 = vgg::make_vgg16();

}  // namespace fusenet::networks
