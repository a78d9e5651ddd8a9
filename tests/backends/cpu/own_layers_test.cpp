// Layers that the library does not know, one of each family, and lambdas: they fuse as its own do.
#include "whole.hpp"

namespace {

using namespace fusenet;

constexpr double tight = 1e-5;  // fp32, a few layers

struct soft_threshold {  // a map, with a parameter for each channel
    static constexpr const char* name = "soft_threshold";
    static constexpr int operands = 1;
    constexpr parameter_list parameters(shape in) const { return parameter_list().add("width", dims(in.c), 0.25f); }
    template <class V>
    V operator()(V x, V width) const {
        return max(x - width, V(0)) + min(x + width, V(0));
    }
};

struct shifted_by_one_number {  // a map whose operands are made of one parameter for all channels
    static constexpr int operands = 2;
    constexpr parameter_list parameters(shape) const { return parameter_list().add("by", dims(1), 0.5f); }
    template <class T>
    void prepare(const float* const* given, int channel, T* to) const {
        to[0] = T(given[0][0]) * T(channel);
        to[1] = T(2);
    }
    template <class V>
    V operator()(V x, V shift, V gain) const {
        return x * gain + shift;
    }
};

struct difference {  // a join that tells its sides apart
    static constexpr bool joins = true;
    constexpr shape out(const shape* in, int count, problem& p) const { return joined_cells("difference", in, count, p); }
    template <class V>
    V operator()(V a, V b) const {
        return a - b;
    }
};

struct soft_pool {  // a fold that needs both counts
    constexpr window reads(shape) const { return {.kh = 3, .kw = 2, .stride = 2, .top = 1, .left = 1}; }
    template <class V> V first() const { return V(0); }
    template <class V> V step(V a, V x) const { return a + x * x; }
    template <class V> V merge(V a, V b) const { return a + b; }
    template <class V> V done(V a, V cells, V padded) const { return a / (cells + padded); }
};

struct energy {  // a fold of the whole map
    constexpr window reads(shape in) const { return {.kh = in.h, .kw = in.w}; }
    template <class V> V first() const { return V(0); }
    template <class V> V step(V a, V x) const { return a + x * x; }
    template <class V> V merge(V a, V b) const { return a + b; }
    template <class V> V done(V a, V cells, V) const { return a / cells; }
};

struct corner_product {  // a contraction: two rows above, one column
    constexpr window reads(shape) const { return {.kh = 2, .kw = 1, .top = 1}; }
    constexpr contraction_facts contracts(shape) const { return {.bias = false}; }
    constexpr shape out(shape in, problem&) const { return shape::image(in.h, in.w, 6); }
    constexpr parameter_list parameters(shape in) const { return parameter_list().add("weight", dims(6, in.c, 2, 1)); }
};

struct mixed_rows {  // a move of two taps that names the rows it reads
    static constexpr int taps = 2;
    constexpr window reads(shape) const { return {.kh = 2}; }
    constexpr shape out(shape in, problem&) const { return shape::image(in.h - 1, in.w, in.c); }
    constexpr source from(shape in, shape, int y, int x, int c, int tap) const {
        return tap == 0 ? source{y, x, c, 0.75f} : source{y + 1, in.w - 1 - x, c, 0.25f};
    }
};

struct upside_down {  // a move that needs the whole map
    constexpr shape out(shape in, problem&) const { return in; }
    constexpr source from(shape in, shape, int y, int x, int c, int) const { return {in.h - 1 - y, x, c}; }
};

template <axis Over>
struct less_mean {  // a normalisation
    static constexpr std::array reductions{reduction::sum, reduction::max};
    constexpr normalise_facts over(shape) const { return {.over = Over}; }
    template <int K, class V>
    V term(V x, const V* stats, V cells) const {
        if constexpr (K == 0) return x;
        else return x - stats[0] / cells;
    }
    template <class V>
    V operator()(V x, const V* stats, V cells) const {
        return x - stats[0] / cells + stats[1];
    }
};

constexpr auto square = [](auto x) { return x * x; };

constexpr auto maps = input(9, 10, 5) | conv<3, 3>(20, {.pad = 1}) | soft_threshold() | square | shifted_by_one_number() |
                      avgpool<2>();
static_assert(planned<maps>::nest_count == 1);
static_assert(planned<maps>::stage_count == 2);  // all three maps in registers

constexpr auto joins = input(7, 6, 4) | branches(conv<1, 1>(9), conv<3, 3>(9, {.pad = 1}), global_avgpool() | conv<1, 1>(9)) |
                       difference() | branches(global_maxpool(), relu(), conv<1, 1>()) | difference() |
                       branches(global_maxpool(), energy(), relu()) | difference();

constexpr auto folds = input(12, 11, 7) | conv<1, 1>(18) | relu() | soft_pool() | conv<3, 3>(5, {.pad = 1}) | energy();
static_assert(planned<folds>::nest_count == 1);

constexpr auto others = input(11, 8, 3) | corner_product() | relu() | mixed_rows() | less_mean<axis::channels>() |
                        depthwise<3>({.pad = 1}) | upside_down() | corner_product() | less_mean<axis::space>();
static_assert(planned<others>::nest_count < planned<others>::stage_count);

TEST_CASE("own layers: maps and lambdas") { test::check_network<maps>(tight, 2); }
TEST_CASE("own layers: joins") { test::check_network<joins>(tight); }
TEST_CASE("own layers: folds") { test::check_network<folds>(tight); }
TEST_CASE("own layers: contractions, moves, normalisations") { test::check_network<others>(tight); }

}  // namespace
