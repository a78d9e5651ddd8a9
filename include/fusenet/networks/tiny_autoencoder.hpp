// The autoencoder of MLPerf Tiny's anomaly detection (Banbury et al. 2021, arXiv:2106.07597): a machine whose sound it
// cannot repeat is out of order. Parameters are called by the scopes of its Keras program.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>

namespace fusenet::networks {

namespace tiny_autoencoders {

inline constexpr int values = 640;  // five frames of 128 bands

/// Keras numbers its layers from the second on.
constexpr auto numbered(const char* name, int number) {
    auto full = parameter_name(name);
    if (number > 0) full.put('_').put(number);
    return full;
}

constexpr auto layer(int number, int units) {
    return named(numbered("dense", number), dense(units)) |
           named(numbered("batch_normalization", number), batchnorm({.epsilon = 1e-3f})) | relu();
}

constexpr auto make() {
    return input(values) | layer(0, 128) | layer(1, 128) | layer(2, 128) | layer(3, 128) | layer(4, 8) | layer(5, 128) |
           layer(6, 128) | layer(7, 128) | layer(8, 128) | named(numbered("dense", 9), dense(values));
}

}  // namespace tiny_autoencoders

/// Five frames of 128 logarithms of mel bands, and the same again.
inline constexpr auto tiny_autoencoder = tiny_autoencoders::make();

}  // namespace fusenet::networks
