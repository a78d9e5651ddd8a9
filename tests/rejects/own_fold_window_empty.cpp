// expect: energy: the window of reads\(\).*must be positive, got.*0x2
// about: numbers
#include <fusenet/graph/pipe.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/planned.hpp>

using namespace fusenet;

struct energy {
    static constexpr const char* name = "energy";
    window at{};

    constexpr window reads(shape) const { return at; }
    template <class V>
    constexpr V first() const {
        return V(0);
    }
    template <class V>
    constexpr V step(V a, V b) const {
        return a + b * b;
    }
    template <class V>
    constexpr V merge(V a, V b) const {
        return a + b;
    }
    template <class V>
    constexpr V done(V a, V /*cells*/, V /*padded*/) const {
        return a;
    }
};

#ifdef FUSENET_ACCEPT
inline constexpr auto net = input(8, 8, 4) | energy{{.kh = 2, .kw = 2}};
#else
inline constexpr auto net = input(8, 8, 4) | energy{{.kh = 0, .kw = 2}};
#endif
static_assert(planned<net>::output.size() > 0);
