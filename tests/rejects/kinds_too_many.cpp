// expect: a network has at most 255 distinct kinds of layers
// about: network
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

template <int Gain>
struct kind {
    template <class V>
    constexpr V operator()(V x) const {
        return x * V(Gain);
    }
};

template <int First, int End>
constexpr auto kinds() {
    if constexpr (End - First == 1) return as_graph(kind<First>());
    else return kinds<First, (First + End) / 2>() | kinds<(First + End) / 2, End>();
}

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | kinds<0, 3>();
#else
inline constexpr auto net = input(8, 8, 4) | kinds<0, 255>();
#endif
static_assert(planned<net>::output.size() > 0);
