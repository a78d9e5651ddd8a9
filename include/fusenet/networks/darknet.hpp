// What Darknet's small detectors share: convolutions with normalisation and a leaky relu, and their first six.
// Parameter names are those of the ports to PyTorch: "models.4.bn3.weight" of layer 4 of a file, its convolution 3.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/leaky_relu.hpp>
#include <fusenet/layers/pool.hpp>

namespace fusenet::networks::darknet {

/// Layers of a file count from 0, pools among them, and convolutions from 1.
constexpr auto filter(int layer, int number, int channels) {
    return named(layer, named(parameter_name("conv").put(number), conv<3, 3>(channels, {.pad = 1, .bias = false})) |
                            named(parameter_name("bn").put(number), batchnorm()) | leaky_relu(0.1f));
}

/// Layers 0 to 10: 512 channels, a 32nd of the rows and columns.
constexpr auto front() {
    const auto pool = maxpool<2>();
    return filter(0, 1, 16) | pool | filter(2, 2, 32) | pool | filter(4, 3, 64) | pool | filter(6, 4, 128) | pool |
           filter(8, 5, 256) | pool | filter(10, 6, 512);
}

}  // namespace fusenet::networks::darknet
