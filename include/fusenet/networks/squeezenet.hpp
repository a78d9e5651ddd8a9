// SqueezeNet 1.1: fire modules, which squeeze to few channels and expand by 1x1 and 3x3 convolutions beside each other
// (Iandola et al. 2016, arXiv:1602.07360). Parameter names are torchvision's.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace squeezenet {

constexpr auto fire(int index, int squeezed, int expanded) {
    return named(index, named("squeeze", conv<1, 1>(squeezed)) | relu() |
                            concat(named("expand1x1", conv<1, 1>(expanded)) | relu(),
                                   named("expand3x3", conv<3, 3>(expanded, {.pad = 1})) | relu()));
}

constexpr auto make() {
    const auto pool = maxpool<3>({.stride = 2, .ceil_mode = true});
    return input(224, 224, 3) |
           named("features", named(0, conv<3, 3>(64, {.stride = 2})) | relu() | pool | fire(3, 16, 64) | fire(4, 16, 64) | pool |
                                 fire(6, 32, 128) | fire(7, 32, 128) | pool | fire(9, 48, 192) | fire(10, 48, 192) |
                                 fire(11, 64, 256) | fire(12, 64, 256)) |
           dropout(0.5f) | named("classifier", named(1, conv<1, 1>(1000))) | relu() | global_avgpool() | flatten();
}

}  // namespace squeezenet

/// Images of 224 x 224, RGB, normalised as torchvision's; 1000 logits.
inline constexpr auto squeezenet1_1 = squeezenet::make();

}  // namespace fusenet::networks
