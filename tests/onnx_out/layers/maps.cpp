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
constexpr auto prepared = image | normalize({1, -2, 3, 0, 5}, {2, 1, 4, 8, 0.5f}, {.scale = 0.25f});
constexpr auto prepared_flat = input(2, 2, 3) | flatten() | normalize({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {2}) | dense(5);
constexpr auto of_bytes = input(4, 3, 5, {.type = element::uint8}) | normalize({127}, {128}) | conv<3, 3>(2, {.pad = 1});
constexpr auto of_byte_planes =
    input(4, 3, 5, {.type = element::uint8, .order = layout::nchw}) | flatten() | normalize({127}, {128}) | dense(6);
constexpr auto of_planes = input(6, 5, {.order = layout::nchw}) | conv<3>(4);

}  // namespace

std::vector<onnx_case> map_cases() {
    return {written<activations>("activations"), written<odd_options>("activations_options"),
            written<of_channels>("channel_maps"), written<of_time>("channel_maps_in_time"),
            written<of_values>("channel_maps_of_vectors"), written<bare_norm>("batchnorm_bare"),
            written<forgetful>("dropout"),
            written<prepared>("normalize"),
            written<prepared_flat>("normalize_flattened"),
            written<of_bytes>("input_of_bytes"),
            written<of_byte_planes>("input_of_planes_of_bytes"),
            written<of_planes>("input_of_planes")};
}

}  // namespace fusenet::test
