// The shapes of contractions, depthwise convolutions and pools that networks have, each as a network of one layer.
#pragma once

#include <fusenet.hpp>
#include <string>
#include <vector>

namespace shapes {

using namespace fusenet;

enum class kind { conv, depthwise, transposed, maxpool, avgpool, dense };

struct layer_case {
    kind is = kind::conv;
    int size = 1, from = 1, to = 1;  // cells along each axis, channels in and out
    extent2 kernel = 1;
    int stride = 1, dilation = 1, groups = 1;
};

inline constexpr layer_case cases[] = {
    // First layers.
    {kind::conv, 224, 3, 64, 7, 2}, {kind::conv, 227, 3, 96, 11, 4}, {kind::conv, 224, 3, 32, 3, 2}, {kind::conv, 224, 3, 64, 3},
    {kind::conv, 416, 3, 16, 3}, {kind::conv, 300, 3, 32, 3, 2}, {kind::conv, 28, 1, 6, 5}, {kind::conv, 227, 3, 64, 3, 2},
    // 1x1, from thin and wide to wide and narrow.
    {kind::conv, 112, 16, 96, 1}, {kind::conv, 112, 32, 16, 1}, {kind::conv, 112, 32, 64, 1}, {kind::conv, 56, 24, 144, 1},
    {kind::conv, 56, 144, 24, 1}, {kind::conv, 56, 64, 64, 1}, {kind::conv, 56, 64, 256, 1}, {kind::conv, 56, 256, 64, 1},
    {kind::conv, 55, 128, 16, 1}, {kind::conv, 55, 16, 64, 1}, {kind::conv, 28, 32, 192, 1}, {kind::conv, 28, 192, 32, 1},
    {kind::conv, 28, 256, 128, 1}, {kind::conv, 28, 128, 512, 1}, {kind::conv, 28, 512, 128, 1}, {kind::conv, 28, 192, 96, 1},
    {kind::conv, 19, 512, 512, 1}, {kind::conv, 19, 512, 63, 1}, {kind::conv, 14, 96, 576, 1}, {kind::conv, 14, 576, 96, 1},
    {kind::conv, 14, 256, 1024, 1}, {kind::conv, 14, 1024, 256, 1}, {kind::conv, 14, 512, 160, 1}, {kind::conv, 14, 528, 128, 1},
    {kind::conv, 14, 480, 16, 1}, {kind::conv, 13, 512, 1000, 1}, {kind::conv, 13, 1024, 125, 1}, {kind::conv, 7, 160, 960, 1},
    {kind::conv, 7, 960, 160, 1}, {kind::conv, 7, 512, 2048, 1}, {kind::conv, 7, 2048, 512, 1}, {kind::conv, 7, 832, 384, 1},
    {kind::conv, 7, 832, 48, 1}, {kind::conv, 5, 512, 128, 1}, {kind::conv, 3, 256, 24, 1},
    {kind::conv, 56, 64, 128, 1, 2}, {kind::conv, 56, 256, 512, 1, 2}, {kind::conv, 28, 512, 1024, 1, 2}, {kind::conv, 14, 1024, 2048, 1, 2},
    // 3x3.
    {kind::conv, 224, 64, 64, 3}, {kind::conv, 208, 16, 32, 3}, {kind::conv, 112, 64, 128, 3}, {kind::conv, 104, 32, 64, 3},
    {kind::conv, 56, 64, 64, 3}, {kind::conv, 56, 64, 192, 3}, {kind::conv, 56, 128, 256, 3}, {kind::conv, 55, 16, 64, 3},
    {kind::conv, 52, 64, 128, 3}, {kind::conv, 28, 96, 128, 3}, {kind::conv, 28, 128, 128, 3}, {kind::conv, 28, 128, 192, 3},
    {kind::conv, 28, 128, 32, 3}, {kind::conv, 28, 512, 512, 3}, {kind::conv, 27, 32, 128, 3}, {kind::conv, 26, 128, 256, 3},
    {kind::conv, 14, 128, 32, 3}, {kind::conv, 14, 160, 320, 3}, {kind::conv, 14, 256, 256, 3}, {kind::conv, 14, 512, 512, 3},
    {kind::conv, 13, 48, 192, 3}, {kind::conv, 13, 64, 256, 3}, {kind::conv, 13, 512, 1024, 3}, {kind::conv, 7, 128, 32, 3},
    {kind::conv, 7, 192, 320, 3}, {kind::conv, 7, 512, 512, 3}, {kind::conv, 13, 256, 384, 3}, {kind::conv, 40, 5, 7, 3},
    {kind::conv, 40, 13, 29, 3}, {kind::conv, 33, 50, 70, 3},
    // Strided.
    {kind::conv, 56, 64, 128, 3, 2}, {kind::conv, 56, 128, 128, 3, 2}, {kind::conv, 28, 128, 256, 3, 2}, {kind::conv, 28, 256, 256, 3, 2},
    {kind::conv, 28, 96, 96, 3, 2}, {kind::conv, 14, 256, 512, 3, 2}, {kind::conv, 14, 512, 512, 3, 2}, {kind::conv, 10, 256, 512, 3, 2},
    {kind::conv, 5, 128, 256, 3, 2}, {kind::conv, 64, 16, 24, 5, 2},
    // Longer, flat, dilated, grouped.
    {kind::conv, 28, 16, 32, 5}, {kind::conv, 28, 32, 96, 5}, {kind::conv, 14, 24, 64, 5}, {kind::conv, 14, 32, 128, 5},
    {kind::conv, 7, 48, 128, 5}, {kind::conv, 27, 64, 192, 5}, {kind::conv, 17, 192, 192, {1, 7}}, {kind::conv, 17, 192, 192, {7, 1}},
    {kind::conv, 35, 64, 96, {1, 3}}, {kind::conv, 35, 64, 96, {3, 1}}, {kind::conv, 28, 64, 64, 7}, {kind::conv, 6, 256, 512, 6},
    {kind::conv, 28, 256, 256, 3, 1, 2}, {kind::conv, 33, 128, 128, 3, 1, 4}, {kind::conv, 19, 512, 1024, 3, 1, 6},
    {kind::conv, 56, 128, 128, 3, 1, 1, 32}, {kind::conv, 28, 256, 256, 3, 1, 1, 32}, {kind::conv, 14, 512, 512, 3, 1, 1, 32},
    {kind::conv, 27, 96, 256, 5, 1, 1, 2}, {kind::conv, 13, 384, 384, 3, 1, 1, 2}, {kind::conv, 28, 240, 240, 1, 1, 1, 3},
    {kind::conv, 28, 60, 240, 1, 1, 1, 3}, {kind::conv, 56, 256, 256, 3, 2, 1, 32}, {kind::conv, 28, 64, 64, 3, 1, 1, 32},
    {kind::conv, 28, 60, 60, 3, 1, 1, 20}, {kind::conv, 28, 96, 96, 3, 1, 1, 16}, {kind::conv, 28, 96, 96, 3, 1, 1, 8},
    {kind::conv, 28, 64, 64, 3, 1, 2, 16}, {kind::conv, 28, 64, 64, {1, 3}, 1, 1, 16}, {kind::conv, 28, 64, 64, {3, 1}, 1, 1, 16},
    {kind::conv, 28, 64, 64, 5, 1, 1, 16}, {kind::conv, 28, 64, 128, 3, 1, 1, 64}, {kind::conv, 28, 64, 128, 3, 1, 1, 16},
    {kind::conv, 28, 128, 64, 3, 1, 1, 32}, {kind::conv, 28, 64, 64, 1, 1, 1, 16}, {kind::conv, 28, 96, 96, 1, 1, 1, 8},
    {kind::conv, 28, 384, 96, 1, 1, 1, 8}, {kind::conv, 28, 96, 384, 1, 1, 1, 8}, {kind::conv, 28, 192, 192, 3, 1, 1, 8},
    // Depthwise.
    {kind::depthwise, 112, 32, 32, 3}, {kind::depthwise, 112, 96, 96, 3, 2}, {kind::depthwise, 56, 144, 144, 3}, {kind::depthwise, 56, 144, 144, 5, 2},
    {kind::depthwise, 28, 240, 240, 5}, {kind::depthwise, 14, 576, 576, 3}, {kind::depthwise, 14, 672, 672, 5}, {kind::depthwise, 14, 480, 480, 3, 2},
    {kind::depthwise, 7, 960, 960, 3}, {kind::depthwise, 7, 1152, 1152, 5}, {kind::depthwise, 28, 96, 96, 7}, {kind::depthwise, 28, 64, 64, 3, 1, 2},
    {kind::depthwise, 38, 20, 20, 3},
    // Transposed.
    {kind::transposed, 14, 256, 128, 2, 2}, {kind::transposed, 28, 128, 64, 2, 2}, {kind::transposed, 28, 64, 64, 4, 2}, {kind::transposed, 56, 32, 16, 3, 2},
    // Pools.
    {kind::maxpool, 112, 64, 64, 3, 2}, {kind::maxpool, 208, 16, 16, 2, 2}, {kind::maxpool, 28, 192, 192, 3}, {kind::maxpool, 14, 528, 528, 3},
    {kind::avgpool, 28, 256, 256, 3}, {kind::avgpool, 56, 128, 128, 2, 2}, {kind::avgpool, 7, 1024, 1024, 7},
    // Dense.
    {kind::dense, 1, 25088, 4096}, {kind::dense, 1, 4096, 1000}, {kind::dense, 1, 2048, 1000}, {kind::dense, 1, 784, 300}, {kind::dense, 1, 100, 10},
};
inline constexpr int case_count = static_cast<int>(sizeof cases / sizeof cases[0]);

template <int Case>
constexpr auto network() {
    constexpr layer_case c = cases[Case];
    constexpr int ph = (c.kernel.h - 1) * c.dilation / 2, pw = (c.kernel.w - 1) * c.dilation / 2;
    if constexpr (c.is == kind::conv)
        return input(c.size, c.size, c.from) |
               conv<c.kernel.h, c.kernel.w>(c.to, {.stride = c.stride, .pad = padding(ph, pw), .dilation = c.dilation, .groups = c.groups}) | relu();
    else if constexpr (c.is == kind::depthwise)
        return input(c.size, c.size, c.from) |
               depthwise<c.kernel.h, c.kernel.w>({.stride = c.stride, .pad = padding(ph, pw), .dilation = c.dilation}) | relu();
    else if constexpr (c.is == kind::transposed)
        return input(c.size, c.size, c.from) | conv_transpose<c.kernel.h, c.kernel.w>(c.to, {.stride = c.stride}) | relu();
    else if constexpr (c.is == kind::maxpool)
        return input(c.size, c.size, c.from) | maxpool<c.kernel.h>({.stride = c.stride, .pad = (c.kernel.h - 1) / 2});
    else if constexpr (c.is == kind::avgpool)
        return input(c.size, c.size, c.from) | avgpool<c.kernel.h>({.stride = c.stride});
    else
        return input(c.from) | dense(c.to) | relu();
}

template <int Case>
inline constexpr auto net = network<Case>();

inline std::string words(const layer_case& c) {
    static constexpr const char* names[] = {"conv", "depthwise", "conv_transpose", "maxpool", "avgpool", "dense"};
    auto times = [](int a, int b) { return std::to_string(a) + "x" + std::to_string(b); };
    if (c.is == kind::dense) return "dense " + std::to_string(c.from) + " -> " + std::to_string(c.to);
    std::string all = times(c.size, c.size) + "x" + std::to_string(c.from) + " | " + names[static_cast<int>(c.is)] + " " + times(c.kernel.h, c.kernel.w);
    if (c.stride > 1) all += " /" + std::to_string(c.stride);
    if (c.dilation > 1) all += " dilated " + std::to_string(c.dilation);
    if (c.groups > 1) all += " in " + std::to_string(c.groups) + " groups";
    if (c.is == kind::conv || c.is == kind::transposed) all += " -> " + std::to_string(c.to);
    return all;
}

struct result {
    std::string what;   // as the plan calls it
    std::string by;     // how it is computed
    double microseconds = 0, flops = 0, bytes = 0;
};

}  // namespace shapes
