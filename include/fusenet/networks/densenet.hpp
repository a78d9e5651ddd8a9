// DenseNet-121: each layer reads the concatenation of all before it (Huang et al. 2016, arXiv:1608.06993). Parameter names
// are torchvision's.
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

namespace densenet {

/// A name and a number: "denselayer1".
constexpr parameter_name numbered(const char* name, int number) { return parameter_name().put(name).put(number); }

constexpr auto layer(int number) {
    return concat(identity(), named(numbered("denselayer", number),
                                    named("norm1", batchnorm()) | relu() | named("conv1", conv<1, 1>(128, {.bias = false})) |
                                        named("norm2", batchnorm()) | relu() |
                                        named("conv2", conv<3, 3>(32, {.pad = 1, .bias = false}))));
}
template <int Number, int Layers>
constexpr auto block() {
    return named(numbered("denseblock", Number), repeat<Layers>([](auto i) { return layer(1 + i()); }));
}
constexpr auto transition(int number, int channels) {
    return named(numbered("transition", number),
                 named("norm", batchnorm()) | relu() | named("conv", conv<1, 1>(channels, {.bias = false})) | avgpool<2>());
}

constexpr auto make_121() {
    return input(224, 224, 3) |
           named("features", named("conv0", conv<7, 7>(64, {.stride = 2, .pad = 3, .bias = false})) | named("norm0", batchnorm()) |
                                 relu() | maxpool<3>({.stride = 2, .pad = 1}) | block<1, 6>() | transition(1, 128) |
                                 block<2, 12>() | transition(2, 256) | block<3, 24>() | transition(3, 512) | block<4, 16>() |
                                 named("norm5", batchnorm())) |
           relu() | global_avgpool() | flatten() | named("classifier", dense(1000));
}

}  // namespace densenet

/// Images of 224 x 224, RGB, normalised as torchvision's; 1000 logits.
inline constexpr auto densenet121 = densenet::make_121();

}  // namespace fusenet::networks
