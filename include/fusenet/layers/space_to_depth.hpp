// space_to_depth and depth_to_space: blocks of cells become channels, and back.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// How the channels of one cell count the cells of a block.
enum class block_order : unsigned char {
    dcr,  // row, column, channel: ONNX's SpaceToDepth and default DepthToSpace, TensorFlow's
    crd,  // channel, row, column: PyTorch's pixel_shuffle and pixel_unshuffle
};

struct block_options {
    block_order order = block_order::dcr;
};

/// [h x w x c] to [h/b x w/b x c*b*b].
struct space_to_depth_layer {
    static constexpr const char* name = "space_to_depth";
    int block = 2;
    block_options options{};

    constexpr shape out(shape in, problem& p) const {
        if (block < 1) p.say("space_to_depth(block): the block must be positive, got ", block);
        else if (in.rank != 3) p.say("space_to_depth needs an image, got ", in, "; reshape it first");
        else if (in.h % block || in.w % block)
            p.say("space_to_depth: blocks of ", block, " do not divide ", in, "; pad or crop it first");
        if (p.found()) return in;
        return shape::image(in.h / block, in.w / block, in.c * block * block);
    }
    constexpr window reads(shape) const { return {.kh = block, .kw = block, .stride = block}; }
    constexpr source from(shape in, shape, int y, int x, int c, int /*tap*/) const {
        const bool dcr = options.order == block_order::dcr;
        const int cell = dcr ? c / in.c : c % (block * block);
        return {y * block + cell / block, x * block + cell % block, dcr ? c % in.c : c / (block * block)};
    }
    constexpr void describe(label& to) const { to.put("space_to_depth ").put(block); }

    template <class To>
    auto onnx(To& to, shape in) const {
        const int b = block;
        if (options.order == block_order::dcr) return to.op("SpaceToDepth", to.input()).set("blocksize", b);
        const auto blocks = to.reshaped(to.input(), {in.c, in.h / b, b, in.w / b, b});
        return to.reshaped(to.transposed(blocks, {0, 1, 3, 5, 2, 4}), to.extent_in_file(to.out()));
    }
};

/// [h x w x c*b*b] to [h*b x w*b x c].
struct depth_to_space_layer {
    static constexpr const char* name = "depth_to_space";
    int block = 2;
    block_options options{};

    constexpr shape out(shape in, problem& p) const {
        if (block < 1) p.say("depth_to_space(block): the block must be positive, got ", block);
        else if (in.rank != 3) p.say("depth_to_space needs an image, got ", in, "; reshape it first");
        else if (in.c % (block * block))
            p.say("depth_to_space: blocks of ", block, "x", block, " cells do not divide the channels of ", in);
        if (p.found()) return in;
        return shape::image(in.h * block, in.w * block, in.c / (block * block));
    }
    constexpr window reads(shape) const { return {.up = block}; }
    constexpr source from(shape, shape out, int y, int x, int c, int /*tap*/) const {
        const int cell = y % block * block + x % block;
        return {y / block, x / block, options.order == block_order::dcr ? cell * out.c + c : c * block * block + cell};
    }
    constexpr void describe(label& to) const { to.put("depth_to_space ").put(block); }

    template <class To>
    auto onnx(To& to, shape) const {
        const char* mode = options.order == block_order::dcr ? "DCR" : "CRD";
        return to.op("DepthToSpace", to.input()).set("blocksize", block).set("mode", mode);
    }
};

constexpr space_to_depth_layer space_to_depth(int block, block_options options = {}) { return {block, options}; }
constexpr depth_to_space_layer depth_to_space(int block, block_options options = {}) { return {block, options}; }

static_assert(move_layer<space_to_depth_layer> && move_layer<depth_to_space_layer>);

}  // namespace fusenet
