// GoogLeNet as its authors published it for Caffe: 5x5 convolutions, local response normalisation (Szegedy et al. 2014,
// arXiv:1409.4842). Parameters have the names of Caffe's layers, "inception_3a/5x5.weight".
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/dropout.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/local_response_norm.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace inception_v1 {

template <int K>
constexpr auto filter(parameter_name name, int channels, int stride = 1) {
    return named(name, conv<K, K>(channels, {.stride = stride, .pad = K / 2})) | relu();
}

/// How many channels each convolution of a module makes.
struct widths {
    int one, reduced_for_three, three, reduced_for_five, five, pooled;
};

constexpr auto module(const char* number, widths w) {
    const auto called = [number](const char* layer) {
        return parameter_name("inception_").put(number).put('/').put(layer);
    };
    return concat(filter<1>(called("1x1"), w.one),
                  filter<1>(called("3x3_reduce"), w.reduced_for_three) | filter<3>(called("3x3"), w.three),
                  filter<1>(called("5x5_reduce"), w.reduced_for_five) | filter<5>(called("5x5"), w.five),
                  maxpool<3>({.stride = 1, .pad = 1}) | filter<1>(called("pool_proj"), w.pooled));
}

/// A classifier in the middle, which training adds so that gradients reach the front.
constexpr auto head(const char* name) {
    const auto called = [name](const char* layer) { return parameter_name(name).put('/').put(layer); };
    return avgpool<5>({.stride = 3}) | filter<1>(called("conv"), 128) | flatten() | named(called("fc"), dense(1024)) |
           relu() | dropout(0.7f) | named(called("classifier"), dense(1000));
}

template <bool Heads>
constexpr auto make() {
    const auto pool = maxpool<3>({.stride = 2, .ceil_mode = true});
    const auto norm = local_response_norm(5, {.alpha = 1e-4f, .beta = 0.75f});
    const auto to_4a = input(224, 224, 3) | filter<7>("conv1/7x7_s2", 64, 2) | pool | norm |
                       filter<1>("conv2/3x3_reduce", 64) | filter<3>("conv2/3x3", 192) | norm | pool |
                       module("3a", {64, 96, 128, 16, 32, 32}) | module("3b", {128, 128, 192, 32, 96, 64}) | pool |
                       module("4a", {192, 96, 208, 16, 48, 64});
    const auto to_4d = module("4b", {160, 112, 224, 24, 64, 64}) | module("4c", {128, 128, 256, 24, 64, 64}) |
                       module("4d", {112, 144, 288, 32, 64, 64});
    const auto to_end = module("4e", {256, 160, 320, 32, 128, 128}) | pool |
                        module("5a", {256, 160, 320, 32, 128, 128}) | module("5b", {384, 192, 384, 48, 128, 128}) |
                        global_avgpool() | flatten() | dropout(0.4f) | named("loss3/classifier", dense(1000));
    if constexpr (Heads) return to_4a | branches(to_4d | branches(to_end, head("loss2")), head("loss1"));
    else return to_4a | to_4d | to_end;
}

}  // namespace inception_v1

/// Images of 224 x 224, BGR, 0 to 255, less the mean (104, 117, 123); 1000 logits (softmax is left to the caller).
inline constexpr auto googlenet_v1 = inception_v1::make<false>();

/// The same for training: the logits, then those of the heads behind modules 4d and 4a.
inline constexpr auto googlenet_v1_with_heads = inception_v1::make<true>();

}  // namespace fusenet::networks
