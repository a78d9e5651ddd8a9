// The ResNet of MLPerf Tiny's image classification (Banbury et al. 2021, arXiv:2106.07597): three blocks of 16, 32 and 64
// channels. Parameters are called by the scopes of its Keras program.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/softmax.hpp>

namespace fusenet::networks {

namespace tiny_resnets {

/// Keras numbers its layers from the second on.
constexpr auto numbered(const char* name, int number) {
    auto full = parameter_name(name);
    if (number > 0) full.put('_').put(number);
    return full;
}

/// The filter `number` and its normalisation `norm`.
constexpr auto filter(int number, int norm, int channels, int stride = 1) {
    return named(numbered("conv2d", number), conv<3, 3>(channels, {.stride = stride, .pad = same})) |
           named(numbered("batch_normalization", norm), batchnorm({.epsilon = 1e-3f}));
}

/// A block of fewer and larger maps; the way around it has a filter of its own.
constexpr auto narrower(int number, int norm, int channels) {
    return residual(filter(number, norm, channels, 2) | relu() | filter(number + 1, norm + 1, channels),
                    named(numbered("conv2d", number + 2), conv<1, 1>(channels, {.stride = 2, .pad = same}))) |
           relu();
}

constexpr auto make() {
    return input(32, 32, 3) | filter(0, 0, 16) | relu() | residual(filter(1, 1, 16) | relu() | filter(2, 2, 16)) | relu() |
           narrower(3, 3, 32) | narrower(6, 5, 64) | avgpool<8>() | flatten() | named("dense", dense(10)) | softmax();
}

}  // namespace tiny_resnets

/// Images of 32 x 32, RGB; the shares of 10 classes.
inline constexpr auto tiny_resnet = tiny_resnets::make();

}  // namespace fusenet::networks
