// expect: rows: parameter.*must.*have 24 values for a window.*of 1x3 from 4 to 2 channels,.*got .2x4
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

struct rows_of_three {
    static constexpr const char* name = "rows";

    constexpr window reads(shape) const { return {.kh = 1, .kw = 3}; }
    constexpr contraction_facts contracts(shape) const { return {.bias = false}; }
    constexpr shape out(shape in, problem&) const { return shape::image(in.h, in.w - 2, 2); }
    constexpr parameter_list parameters(shape in) const {
#ifdef FUSENET_ACCEPT
        return parameter_list().add("weight", dims(2, in.c, 1, 3));
#else
        return parameter_list().add("weight", dims(2, in.c));
#endif
    }
};

inline constexpr auto net = input(8, 8, 4) | rows_of_three();
static_assert(planned<net>::output.size() > 0);
