// Folds of a whole map against the reference in double: each row a partial, merged in their order.
#include <fusenet/backends/cpu/total.hpp>
#include <fusenet/backends/reference/fold.hpp>
#include <fusenet/layers/pool.hpp>

#include "guarded.hpp"

namespace {

using namespace fusenet;
using cpu::lanes;

struct mean_square {  // a user's fold
    constexpr window reads(shape in) const { return {.kh = in.h, .kw = in.w}; }
    template <class V> V first() const { return V(0); }
    template <class V> V step(V a, V x) const { return a + x * x; }
    template <class V> V merge(V a, V b) const { return a + b; }
    template <class V> V done(V a, V cells, V padded) const { return a / (cells + padded); }
};

template <class L>
void check(const L& layer, shape in) {
    INFO(in);
    const shape out = shape::image(1, 1, in.c);
    const auto given = test::some_values(in, 1);
    const long long pitch = (in.c + lanes - 1) / lanes * lanes;
    std::vector<float> partials(static_cast<std::size_t>(in.h * pitch));
    test::guarded_map from(given, 2, 1), to(out, 1, 3);
    for (const rows some : {rows{in.h / 2, in.h}, rows{0, in.h / 2}}) cpu::total_rows(layer, from.view(), some, partials.data(), pitch);
    cpu::total_finish(layer, in, partials.data(), pitch, to.ending());
    CHECK(test::max_error(to.values(), reference::fold_windows(layer, given, out).cells) < test::rounding(in.h * in.w) / in.h);
    CHECK(to.kept_others());
}

TEST_CASE("total: every tail of channels, of one cell and of many") {
    for (int c = 1; c <= 2 * lanes + 1; ++c)
        for (const shape cells : {shape::image(1, 1, c), shape::image(1, 7, c), shape::image(5, 1, c), shape::image(6, 9, c)}) {
            check(global_avgpool(), cells);
            check(global_maxpool(), cells);
            check(mean_square(), cells);
        }
}

}  // namespace
