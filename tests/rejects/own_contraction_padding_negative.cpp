// expect: mixing: the padding of.*reads\(\) must not be negative
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

struct mixing {
    static constexpr const char* name = "mixing";
    window at{};

    constexpr window reads(shape) const { return at; }
    constexpr contraction_facts contracts(shape) const { return {.bias = false}; }
    constexpr shape out(shape in, problem&) const {
        return shape::image(cells_made(in.h, at.top, at.bottom, at.reach_h(), 1), in.w, in.c);
    }
    constexpr parameter_list parameters(shape in) const {
        return parameter_list().add("weight", dims(in.c, in.c, at.kh, 1));
    }
};

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | mixing{{.kh = 3, .top = 1, .bottom = 1}};
#else
inline constexpr auto net = input(8, 8, 4) | mixing{{.kh = 3, .top = -1, .bottom = 1}};
#endif
static_assert(planned<net>::output.size() > 0);
