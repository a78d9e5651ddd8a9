// ONNX out: maps, with and without parameters, of images, signals and vectors.
#include "written.hpp"

namespace fusenet::test {

namespace {

constexpr auto image = input(4, 3, 5);
constexpr auto sound = input(6, 5);
constexpr auto values = input(7);

constexpr auto activations = image | branches(relu(), relu6(), clip(-1, 2.5f), leaky_relu(0.1f), elu(0.7f), selu(),
                                              sigmoid(), tanh(), silu(), hard_sigmoid(), hard_swish(), gelu(), gelu_tanh(),
                                              mish(), softplus());
constexpr auto odd_options = image | branches(selu({.alpha = 1.5f, .gain = 0.8f}), hard_sigmoid({.slope = 0.2f, .shift = 0.4f}),
                                              leaky_relu(-0.2f), elu(2));
constexpr auto of_channels = image | batchnorm() | prelu() | scale() | bias() | prelu({.single = true});
constexpr auto of_time = sound | batchnorm({.epsilon = 0.01f}) | prelu() | scale() | bias();
constexpr auto of_values = values | batchnorm({.affine = false}) | prelu() | scale() | bias();
constexpr auto bare_norm = image | batchnorm({.epsilon = 0.1f, .affine = false});
constexpr auto forgetful = image | dropout() | relu() | dropout(0.1f);

}  // namespace

std::vector<onnx_case> map_cases() {
    return {written<activations>("activations"), written<odd_options>("activations_options"),
            written<of_channels>("channel_maps"), written<of_time>("channel_maps_in_time"),
            written<of_values>("channel_maps_of_vectors"), written<bare_norm>("batchnorm_bare"),
            written<forgetful>("dropout")};
}

}  // namespace fusenet::test
