// expect: shrink: operands = 1, but.*parameters\(\) has 0
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

struct shrink {
    static constexpr const char* name = "shrink";
    static constexpr int operands = 1;

#ifdef FUSENET_ACCEPT
    constexpr parameter_list parameters(shape in) const { return parameter_list().add("by", dims(in.c)); }
#endif
    template <class V>
    constexpr V operator()(V x, V by) const {
        return x - by;
    }
};

inline constexpr auto net = input(8, 8, 4) | shrink();
static_assert(planned<net>::output.size() > 0);
