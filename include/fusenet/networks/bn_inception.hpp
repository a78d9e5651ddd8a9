// BN-Inception, the second GoogLeNet: each convolution with its batch normalisation, two 3x3 in place of a 5x5 (Ioffe
// and Szegedy 2015, arXiv:1502.03167). Parameter names are those of bninception in PyTorch's package pretrainedmodels.
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

namespace inception_v2 {

/// Its convolutions have a bias although a normalisation follows.
template <int K>
constexpr auto filter(parameter_name name, int channels, int stride = 1) {
    parameter_name norm = name;
    return named(name, conv<K, K>(channels, {.stride = stride, .pad = K / 2})) | named(norm.put("_bn"), batchnorm()) |
           relu();
}

/// A module's convolutions are called by their branch.
struct names {
    const char* number;
    constexpr parameter_name operator()(const char* layer) const {
        return parameter_name("inception_").put(number).put('_').put(layer);
    }
};

constexpr auto three(names called, int reduced, int channels, int stride = 1) {
    return filter<1>(called("3x3_reduce"), reduced) | filter<3>(called("3x3"), channels, stride);
}
constexpr auto double_three(names called, int reduced, int channels, int stride = 1) {
    return filter<1>(called("double_3x3_reduce"), reduced) | filter<3>(called("double_3x3_1"), channels) |
           filter<3>(called("double_3x3_2"), channels, stride);
}

/// How many channels each convolution of a module makes.
struct widths {
    int one, reduced, three, reduced_for_double, doubled, pooled;
};

template <class Pool>
constexpr auto module(const char* number, widths w, const Pool& pool) {
    const names called{number};
    return concat(filter<1>(called("1x1"), w.one), three(called, w.reduced, w.three),
                  double_three(called, w.reduced_for_double, w.doubled),
                  pool | filter<1>(called("pool_proj"), w.pooled));
}
constexpr auto module(const char* number, widths w) {
    return module(number, w, avgpool<3>({.stride = 1, .pad = 1, .count_include_pad = true}));
}

/// Half the rows and columns; its pool has no convolution behind it.
constexpr auto halving(const char* number, int reduced, int channels, int reduced_for_double, int doubled) {
    const names called{number};
    return concat(three(called, reduced, channels, 2), double_three(called, reduced_for_double, doubled, 2),
                  maxpool<3>({.stride = 2, .ceil_mode = true}));
}

constexpr auto make() {
    const auto pool = maxpool<3>({.stride = 2, .ceil_mode = true});
    return input(224, 224, 3) | filter<7>("conv1_7x7_s2", 64, 2) | pool | filter<1>("conv2_3x3_reduce", 64) |
           filter<3>("conv2_3x3", 192) | pool | module("3a", {64, 64, 64, 64, 96, 32}) |
           module("3b", {64, 64, 96, 64, 96, 64}) | halving("3c", 128, 160, 64, 96) |
           module("4a", {224, 64, 96, 96, 128, 128}) | module("4b", {192, 96, 128, 96, 128, 128}) |
           module("4c", {160, 128, 160, 128, 160, 128}) | module("4d", {96, 128, 192, 160, 192, 128}) |
           halving("4e", 128, 192, 192, 256) | module("5a", {352, 192, 320, 160, 224, 128}) |
           module("5b", {352, 192, 320, 192, 224, 128}, maxpool<3>({.stride = 1, .pad = 1})) | global_avgpool() |
           flatten() | named("last_linear", dense(1000));
}

}  // namespace inception_v2

/// Images of 224 x 224, BGR, 0 to 255, less the mean (104, 117, 128); 1000 logits.
inline constexpr auto bn_inception = inception_v2::make();

}  // namespace fusenet::networks
