// GoogLeNet as torchvision has it: batch normalisation, and 3x3 convolutions where the paper (Szegedy et al. 2014,
// arXiv:1409.4842) has 5x5. Parameter names are torchvision's. The original network: googlenet_v1.hpp.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pad.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/space_to_depth.hpp>

namespace fusenet::networks {

namespace googlenets {

template <int K>
constexpr auto filter(int channels, int stride = 1) {
    return named("conv", conv<K, K>(channels, {.stride = stride, .pad = K / 2, .bias = false})) |
           named("bn", batchnorm({.epsilon = 1e-3f})) | relu();
}

/// How many channels each convolution of a module makes.
struct widths {
    int one, reduced, three, reduced_again, three_again, pooled;
};

constexpr auto module(const char* name, widths w) {
    return named(name,
                 concat(named("branch1", filter<1>(w.one)),
                        named("branch2", named(0, filter<1>(w.reduced)) | named(1, filter<3>(w.three))),
                        named("branch3", named(0, filter<1>(w.reduced_again)) | named(1, filter<3>(w.three_again))),
                        named("branch4", maxpool<3>({.stride = 1, .pad = 1}) | named(1, filter<1>(w.pooled)))));
}

/// Means of 4 x 4 windows of a map of 14 x 14, which begin at rows and columns 0, 3, 7 and 10: those at 0 and 7, and
/// those at 3 and 10, are pools of stride 7, whose cells are put side by side.
constexpr auto to_four_by_four() {
    const auto pool = avgpool<4>({.stride = 7});
    return concat(pool, crop({0, 3, 0, 0}) | pool, crop({3, 0, 0, 0}) | pool, crop({3, 3, 0, 0}) | pool) |
           depth_to_space(2);
}

/// A classifier in the middle, which training adds so that gradients reach the front.
constexpr auto head(const char* name) {
    return to_four_by_four() | named(name, named("conv", filter<1>(128)) | flatten() | named("fc1", dense(1024)) |
                                               relu() | dropout(0.7f) | named("fc2", dense(1000)));
}

template <bool Heads>
constexpr auto make() {
    const auto pool = maxpool<3>({.stride = 2, .ceil_mode = true});
    const auto to_4a = input(224, 224, 3) | named("conv1", filter<7>(64, 2)) | pool | named("conv2", filter<1>(64)) |
                       named("conv3", filter<3>(192)) | pool | module("inception3a", {64, 96, 128, 16, 32, 32}) |
                       module("inception3b", {128, 128, 192, 32, 96, 64}) | pool |
                       module("inception4a", {192, 96, 208, 16, 48, 64});
    const auto to_4d = module("inception4b", {160, 112, 224, 24, 64, 64}) |
                       module("inception4c", {128, 128, 256, 24, 64, 64}) |
                       module("inception4d", {112, 144, 288, 32, 64, 64});
    const auto to_end = module("inception4e", {256, 160, 320, 32, 128, 128}) | maxpool<2>() |
                        module("inception5a", {256, 160, 320, 32, 128, 128}) |
                        module("inception5b", {384, 192, 384, 48, 128, 128}) | global_avgpool() | flatten() |
                        dropout(0.2f) | named("fc", dense(1000));
    if constexpr (Heads) return to_4a | branches(to_4d | branches(to_end, head("aux2")), head("aux1"));
    else return to_4a | to_4d | to_end;
}

}  // namespace googlenets

/// Images of 224 x 224, RGB, (x - 0.5) / 0.5 with x from 0 to 1, which torchvision's `transform_input` makes of its
/// usual ones; 1000 logits.
inline constexpr auto googlenet = googlenets::make<false>();

/// The same for training, or for torchvision's file with its heads: the logits, then those of aux2 and of aux1.
inline constexpr auto googlenet_with_heads = googlenets::make<true>();

}  // namespace fusenet::networks
