// reorg(block): darknet's reorganisation, which YOLOv2's published weights were trained with.
#pragma once

#include <fusenet/core/layer.hpp>

namespace fusenet {

/// [h x w x c] to [h/b x w/b x c*b*b], but not block by block: darknet takes the c, h, w memory of the input for that
/// of a map [h*b x w*b x c/(b*b)], collects the blocks of that one, and takes the result's memory for the output's.
/// New networks want space_to_depth.
struct reorg_layer {
    static constexpr const char* name = "reorg";
    int block = 2;

    constexpr shape out(shape in, problem& p) const {
        if (block < 1) p.say("reorg(block): the block must be positive, got ", block);
        else if (in.rank != 3) p.say("reorg needs an image, got ", in, "; reshape it first");
        else if (in.h % block || in.w % block || in.c % (block * block))
            p.say("reorg: ", block, " must divide rows and columns of ", in, ", and its square the channels");
        if (p.found()) return in;
        return shape::image(in.h / block, in.w / block, in.c * block * block);
    }
    constexpr source from(shape in, shape out, int y, int x, int c, int /*tap*/) const {
        const int made = (c * out.h + y) * out.w + x;  // in c, h, w memory, read as a map of the input's extent
        const int k = made / (in.h * in.w), row = made / in.w % in.h, column = made % in.w;
        const int thin = in.c / (block * block), cell = k / thin;
        const int wide_y = row * block + cell / block, wide_x = column * block + cell % block;
        const int read = (k % thin * in.h * block + wide_y) * in.w * block + wide_x;
        return {read / in.w % in.h, read % in.w, read / (in.h * in.w)};
    }
    constexpr void describe(label& to) const { to.put("reorg ").put(block); }

    template <class To>
    auto onnx(To& to, shape in) const {
        const int b = block;
        const auto wide = to.reshaped(to.input(), {in.c / (b * b), in.h, b, in.w, b});
        return to.reshaped(to.transposed(wide, {0, 3, 5, 1, 2, 4}), to.extent_in_file(to.out()));
    }
};

constexpr reorg_layer reorg(int block) { return {block}; }

static_assert(move_layer<reorg_layer>);

}  // namespace fusenet
