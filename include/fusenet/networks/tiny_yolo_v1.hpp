// Tiny YOLO, version 1, for the twenty kinds of things of Pascal VOC: Darknet's cfg/yolov1-tiny.cfg, eight convolutions
// and one dense layer (Redmon et al. 2015, arXiv:1506.02640). Parameter names: darknet.hpp.
#pragma once

#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/networks/darknet.hpp>

namespace fusenet::networks {

namespace yolo_v1 {

constexpr auto make_tiny() {
    using darknet::filter;
    return input(448, 448, 3) | named("models", darknet::front() | maxpool<2>() | filter(12, 7, 1024) |
                                                    filter(13, 8, 256) | flatten() | named(14, dense(1470)));
}

}  // namespace yolo_v1

/// Images of 448 x 448, RGB, 0 to 1. Of 7 x 7 cells: 20 scores for each; then how sure it is of its 2 boxes; then, for
/// each box, x and y of its centre as shares of the cell, the roots of its width and height as shares of the image.
inline constexpr auto tiny_yolo_v1 = yolo_v1::make_tiny();

}  // namespace fusenet::networks
