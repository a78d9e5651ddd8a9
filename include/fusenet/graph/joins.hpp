// add and concat: the joins that the structure of networks is made of.
#pragma once

#include <fusenet/core/joined.hpp>
#include <fusenet/core/layer.hpp>
#include <fusenet/core/math.hpp>

namespace fusenet {

/// a + b, cell by cell; branches of equal shapes, or one value for each channel.
struct add_layer {
    static constexpr const char* name = "add";
    static constexpr bool joins = true;

    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells(name, in, count, p); }
    constexpr void known(facts& f) const { f.joined = known_join::add; }

    template <class V>
    FUSENET_HD constexpr V operator()(V a, V b) const {
        return a + b;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.joined("Add");
    }
};

constexpr add_layer add() { return {}; }

static_assert(join_layer<add_layer>);

/// The branches' channels one behind the other; heights and widths must agree.
struct concat_channels {
    static constexpr const char* name = "concat";
    static constexpr bool places_channels = true;

    constexpr shape out(const shape* in, int count, problem& p) const {
        shape all = in[0];
        for (int k = 1; k < count; ++k) {
            if (in[k].h != all.h || in[k].w != all.w || in[k].rank != all.rank)
                p.say("concat: branches have shapes ", in[0], " and ", in[k]);
            all.c += in[k].c;
        }
        return all;
    }

    template <class To>
    auto onnx(To& to, shape) const {
        return to.gathered("Concat").set("axis", 1);
    }
};

static_assert(concat_layer<concat_channels>);

}  // namespace fusenet
