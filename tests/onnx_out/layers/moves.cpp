// ONNX out: index maps, and vectors whose values were flattened in fusenet's order.
#include "written.hpp"

namespace fusenet::test {

namespace {

constexpr auto image = input(6, 4, 8);
constexpr auto sound = input(6, 4);

constexpr auto blocks = image | branches(space_to_depth(2), space_to_depth(2, {.order = block_order::crd}), depth_to_space(2),
                                         depth_to_space(2, {.order = block_order::crd}), reorg(2));
constexpr auto borders = image | branches(pad({1, 2, 0, 3}), pad(1, 2.5f), pad({1, 2, 0, 3}, edge{}), pad({2, 1, 3, 0}, reflect{}),
                                          crop({1, 0, 2, 1}));
constexpr auto borders_in_time = sound | branches(pad({0, 1, 0, 2}), pad(1, edge{}), pad(2, reflect{}), crop({0, 1, 0, 2}));
constexpr auto axes = image | branches(permute<2, 0, 1>(), permute<1, 2, 0>(), permute<1, 0, 2>(), permute<2, 1, 0>());
constexpr auto axes_in_time = sound | branches(permute<1, 0>(), permute<0, 1>());
constexpr auto channels = image | branches(slice(2, 3), channel_shuffle(2), channel_shuffle(4));
constexpr auto channels_in_time = sound | branches(slice(1, 2), channel_shuffle(2));
constexpr auto channels_of_vectors = input(12) | branches(slice(3, 4), channel_shuffle(3));
constexpr auto wider = input(3, 4, 2) | branches(upsample(2), upsample({2, 3}), upsample(2, bilinear{}), upsample({3, 2}, bilinear{}),
                                                 upsample({2, 3}, bilinear{.align_corners = true}));
constexpr auto longer = sound | branches(upsample(3), upsample(2, bilinear{}), upsample(3, bilinear{.align_corners = true}));
constexpr auto recast = image | branches(reshape(8, 4, 6), reshape(24, 8), reshape(192), flatten() | reshape(4, 6, 8),
                                         reshape(24, 8) | reshape(4, 48), reshape(192) | reshape(2, 96));

constexpr auto flat = image | flatten();
constexpr auto flat_in_time = sound | flatten();
constexpr auto flat_dense = image | flatten() | dense(5);
constexpr auto flat_maps = image | flatten() | relu() | dropout() | batchnorm() | prelu() | scale() | bias() | dense(5);
constexpr auto flat_end = image | flatten() | scale();
constexpr auto flat_norms = image | flatten() | branches(softmax(), layernorm(), groupnorm(4), slice(5, 20), channel_shuffle(4));
constexpr auto flat_joined = image | flatten() | branches(scale(), identity()) | add() | branches(dense(3), slice(0, 7)) | concat();
constexpr auto flat_two_ways = image | flatten() | branches(dense(3), identity(), dense(192) | scale());
constexpr auto flat_in_time_dense = sound | conv<3>(5) | flatten() | dense(6) | relu() | dense(20);
constexpr auto flat_already = input(1, 1, 9) | flatten() | dense(4);
constexpr auto flat_thin = input(5, 4, 1) | flatten() | dense(4);
constexpr auto flat_as_long = input(2, 2, 3) | flatten() | dense(12) | scale() | dense(12);

}  // namespace

std::vector<onnx_case> move_cases() {
    return {written<blocks>("blocks"), written<borders>("borders"), written<borders_in_time>("borders_in_time"),
            written<axes>("permute"), written<axes_in_time>("permute_in_time"), written<channels>("channels"),
            written<channels_in_time>("channels_in_time"), written<channels_of_vectors>("channels_of_vectors"),
            written<wider>("upsample"), written<longer>("upsample_in_time"), written<recast>("reshape"),
            written<flat>("flatten"), written<flat_in_time>("flatten_in_time"), written<flat_dense>("flatten_dense"),
            written<flat_maps>("flatten_maps"), written<flat_end>("flatten_scale"), written<flat_norms>("flatten_norms"),
            written<flat_joined>("flatten_joined"), written<flat_two_ways>("flatten_two_ways"),
            written<flat_in_time_dense>("flatten_in_time_dense"), written<flat_already>("flatten_one_cell"),
            written<flat_thin>("flatten_one_channel"), written<flat_as_long>("flatten_as_long")};
}

}  // namespace fusenet::test
