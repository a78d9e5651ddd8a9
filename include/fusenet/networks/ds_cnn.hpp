// DS-CNN, a keyword spotter: a convolution and four depthwise separable ones of 64 channels, the small one of "Hello
// Edge" (Zhang et al. 2017, arXiv:1711.07128). Parameters are called by the scopes of its TensorFlow program.
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

namespace ds_cnns {

/// A convolution, its normalisation and relu. The program's normalisations have no gain: theirs is 1.
template <class Conv>
constexpr auto filter(const char* name, const Conv& conv) {
    return named(name, conv | named("batch_norm", batchnorm({.epsilon = 1e-3f}))) | relu();
}

constexpr auto separable(int number) {
    return named(parameter_name("conv_ds_").put(number),
                 filter("dw_conv", depthwise<3>({.pad = same})) | filter("pw_conv", conv<1, 1>(64)));
}

constexpr auto make_small() {
    return input(49, 10, 1) | filter("conv_1", conv<10, 4>(64, {.stride = 2, .pad = same})) | separable(1) |
           separable(2) | separable(3) | separable(4) | global_avgpool() | flatten() | named("fc1", dense(12));
}

}  // namespace ds_cnns

/// A second of speech: 49 steps in time of 10 cepstral coefficients (MFCC); 12 logits: silence, an unknown word, ten
/// words.
inline constexpr auto ds_cnn = ds_cnns::make_small();

}  // namespace fusenet::networks
