// ONNX out: pools, with their paddings and hanging windows.
#include "written.hpp"

namespace fusenet::test {

namespace {

constexpr auto image = input(10, 9, 3);
constexpr auto sound = input(11, 3);

constexpr auto plain = image | branches(maxpool<2>(), avgpool<2>(), maxpool<3, 2>({.stride = {1, 2}}), avgpool<3, 2>());
constexpr auto global = image | branches(global_maxpool(), global_avgpool());
constexpr auto padded = image | branches(maxpool<3>({.stride = 2, .pad = 1}), avgpool<3>({.stride = 2, .pad = 1}),
                                         avgpool<3>({.stride = 2, .pad = 1, .count_include_pad = true}));
constexpr auto fit = image | branches(maxpool<3>({.stride = 2, .pad = same}), avgpool<3>({.stride = 2, .pad = same}),
                                      maxpool<2>({.stride = 1, .pad = same}));
constexpr auto uneven = image | branches(maxpool<3>({.stride = 1, .pad = {0, 1, 2, 0}}), avgpool<3>({.stride = 1, .pad = {0, 1, 2, 0}}));
constexpr auto hanging = image | branches(maxpool<3>({.stride = 2, .ceil_mode = true}), avgpool<3>({.stride = 2, .ceil_mode = true}),
                                          avgpool<4>({.stride = 3, .pad = 1, .ceil_mode = true, .count_include_pad = true}),
                                          maxpool<2>({.stride = 4, .pad = 1, .ceil_mode = true}));
constexpr auto dilated = image | branches(maxpool<3>({.stride = 1, .pad = 1, .dilation = 2}),
                                          maxpool<2>({.stride = 1, .pad = 2, .dilation = 3}),
                                          avgpool<3>({.stride = 1, .pad = 2, .dilation = 2}),
                                          avgpool<3>({.stride = 2, .pad = 1, .count_include_pad = true, .dilation = {1, 2}}));
constexpr auto of_time = sound | branches(maxpool<3>({.stride = 2, .pad = 1}), avgpool<3>({.pad = 1}), global_avgpool(), global_maxpool(),
                                          avgpool<3>({.stride = 2, .pad = 1, .ceil_mode = true, .count_include_pad = true}),
                                          avgpool<2>({.stride = 1, .pad = 1, .count_include_pad = true, .dilation = 2}),
                                          maxpool<2>({.stride = 1, .pad = 2, .dilation = 3}));

}  // namespace

std::vector<onnx_case> pool_cases() {
    return {written<plain>("pools"), written<global>("pools_global"), written<padded>("pools_padded"),
            written<fit>("pools_same"), written<uneven>("pools_uneven"), written<hanging>("pools_hanging"),
            written<dilated>("pools_dilated"), written<of_time>("pools_in_time")};
}

}  // namespace fusenet::test
