// LeNet-5 for handwritten digits (LeCun et al. 1998, "Gradient-based learning applied to document recognition"), as it
// is usually written today: relu, maxpool, every filter over all maps. Parameter names are those of PyTorch's tutorial.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace lenets {

constexpr auto make_5() {
    return input(28, 28, 1) | named("conv1", conv<5, 5>(6, {.pad = 2})) | relu() | maxpool<2>() |
           named("conv2", conv<5, 5>(16)) | relu() | maxpool<2>() | flatten() | named("fc1", dense(120)) | relu() |
           named("fc2", dense(84)) | relu() | named("fc3", dense(10));
}

}  // namespace lenets

/// Images of 28 x 28, grey; 10 logits. The margin of 2 makes them the original's 32 x 32.
inline constexpr auto lenet5 = lenets::make_5();

}  // namespace fusenet::networks
