// AlexNet, the variant of one tower (Krizhevsky 2014, arXiv:1404.5997). Parameter names are torchvision's.
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

namespace alexnets {

constexpr auto make() {
    const auto pool = maxpool<3>({.stride = 2});
    return input(224, 224, 3) |
           named("features", named(0, conv<11, 11>(64, {.stride = 4, .pad = 2})) | relu() | pool |
                                 named(3, conv<5, 5>(192, {.pad = 2})) | relu() | pool |
                                 named(6, conv<3, 3>(384, {.pad = 1})) | relu() | named(8, conv<3, 3>(256, {.pad = 1})) |
                                 relu() | named(10, conv<3, 3>(256, {.pad = 1})) | relu() | pool) |
           flatten() |
           named("classifier", dropout(0.5f) | named(1, dense(4096)) | relu() | dropout(0.5f) | named(4, dense(4096)) | relu() |
                                   named(6, dense(1000)));
}

}  // namespace alexnets

/// Images of 224 x 224, RGB, normalised as torchvision's; 1000 logits.
inline constexpr auto alexnet = alexnets::make();

}  // namespace fusenet::networks
