// LeNet-300-100 for handwritten digits: a perceptron of 784, 300, 100 and 10 cells (LeCun et al. 1998, "Gradient-based
// learning applied to document recognition"), with relu.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace lenets {

constexpr auto make_300_100() {
    return input(784) | named("fc1", dense(300)) | relu() | named("fc2", dense(100)) | relu() | named("fc3", dense(10));
}

}  // namespace lenets

/// Images of 28 x 28, grey, row after row; 10 logits.
inline constexpr auto lenet_300_100 = lenets::make_300_100();

}  // namespace fusenet::networks
