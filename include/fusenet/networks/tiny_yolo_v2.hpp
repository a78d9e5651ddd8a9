// Tiny YOLO, version 2, for the twenty kinds of things of Pascal VOC: Darknet's cfg/yolov2-tiny-voc.cfg, nine
// convolutions (Redmon and Farhadi 2016, arXiv:1612.08242). Parameter names: darknet.hpp.
#pragma once

#include <fusenet/layers/input.hpp>
#include <fusenet/networks/darknet.hpp>

namespace fusenet::networks {

namespace yolo_v2 {

constexpr auto make_tiny() {
    using darknet::filter;
    const auto widen = maxpool<2>({.stride = 1, .pad = same});  // as many cells: it sees one beyond the last
    return input(416, 416, 3) | named("models", darknet::front() | widen | filter(12, 7, 1024) | filter(13, 8, 1024) |
                                                    named(14, named("conv9", conv<1, 1>(125))));
}

}  // namespace yolo_v2

/// Images of 416 x 416, RGB, 0 to 1. In each of 13 x 13 cells 5 boxes of 25 numbers: x, y, width, height, how sure, 20
/// scores, all before their sigmoids, exponentials and softmax.
inline constexpr auto tiny_yolo_v2 = yolo_v2::make_tiny();

}  // namespace fusenet::networks
