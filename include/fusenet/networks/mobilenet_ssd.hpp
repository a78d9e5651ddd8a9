// MobileNet-SSD: MobileNet v1, four halvings more, and on six of the maps a place and a score for each prior (Howard et
// al. 2017, arXiv:1704.04861). Parameters have the names of Caffe's layers, "conv1/dw.weight", in MobileNetSSD_deploy
// of chuanqi305/MobileNet-SSD, whose batch normalisation is folded into the convolutions.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/networks/ssd_boxes.hpp>

namespace fusenet::networks {

namespace ssd {

inline constexpr int kinds = 21;  // the background and Pascal VOC's twenty
inline constexpr prior_map maps[] = {{19, 0.2, 0, 2},   {10, 0.35, 0.5, 3}, {5, 0.5, 0.65, 3},
                                     {3, 0.65, 0.8, 3}, {2, 0.8, 0.95, 3},  {1, 0.95, 1, 3}};
inline constexpr int prior_count = [] {
    int count = 0;
    for (const prior_map& map : maps) count += map.count();
    return count;
}();

constexpr parameter_name numbered(int number, const char* rest = "") {
    return parameter_name("conv").put(number).put(rest);
}

constexpr auto separable(int number, int channels, int stride = 1) {
    return named(numbered(number, "/dw"), depthwise<3>({.stride = stride, .pad = 1})) | relu() |
           named(numbered(number), conv<1, 1>(channels)) | relu();
}

/// To fewer channels, then half the rows and columns.
constexpr auto halving(int number, int reduced, int channels) {
    return named(numbered(number, "_1"), conv<1, 1>(reduced)) | relu() |
           named(numbered(number, "_2"), conv<3, 3>(channels, {.stride = 2, .pad = 1})) | relu();
}

/// Two outputs: four numbers for the place of each prior of a map, and `kinds` scores.
constexpr auto head(parameter_name read, const prior_map& map) {
    parameter_name places = read, scores = read;
    return branches(named(places.put("_mbox_loc"), conv<1, 1>(4 * map.each())) | flatten(),
                    named(scores.put("_mbox_conf"), conv<1, 1>(kinds * map.each())) | flatten());
}

/// All outputs with an even number one behind the other, and all with an odd number.
template <class Net>
constexpr auto concat_by_turns(const Net& net) {
    constexpr int each = Net::outputs / 2;
    const auto joined = branches(node<each>(concat_channels{}), node<each>(concat_channels{}));  // all edges open
    auto all = chain(net, joined, -1);
    for (int k = 0; k < Net::outputs; ++k) all.from[Net::edges + k] = net.out[k < each ? 2 * k : 2 * (k - each) + 1];
    return all;
}

constexpr auto make() {
    const auto to_11 = input(300, 300, 3) | named("conv0", conv<3, 3>(32, {.stride = 2, .pad = 1})) | relu() |
                       separable(1, 64) | separable(2, 128, 2) | separable(3, 128) | separable(4, 256, 2) |
                       separable(5, 256) | separable(6, 512, 2) | separable(7, 512) | separable(8, 512) |
                       separable(9, 512) | separable(10, 512) | separable(11, 512);
    const auto from_17 = halving(17, 64, 128) | head("conv17_2", maps[5]);
    const auto from_16 = halving(16, 128, 256) | branches(head("conv16_2", maps[4]), from_17);
    const auto from_15 = halving(15, 128, 256) | branches(head("conv15_2", maps[3]), from_16);
    const auto from_14 = halving(14, 256, 512) | branches(head("conv14_2", maps[2]), from_15);
    const auto from_12 = separable(12, 1024, 2) | separable(13, 1024) | branches(head("conv13", maps[1]), from_14);
    return concat_by_turns(to_11 | branches(head("conv11", maps[0]), from_12));
}

}  // namespace ssd

/// Images of 300 x 300, BGR, (x - 127.5) / 127.5. Two outputs: for each of 1917 priors 4 numbers of its place, and 21
/// scores of what is there, before their softmax. `ssd::detect(places, scores, mobilenet_ssd_priors)` reads them.
inline constexpr auto mobilenet_ssd = ssd::make();

inline constexpr auto mobilenet_ssd_priors = ssd::priors_of<ssd::prior_count>(ssd::maps);

}  // namespace fusenet::networks
