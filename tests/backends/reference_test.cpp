// The reference against answers worked out by hand: each family of layers, the library's and a user's own.
#include <fusenet/backends/reference/run.hpp>
#include <fusenet/graph/combine.hpp>
#include <fusenet/layers/batchnorm.hpp>
#include <fusenet/layers/clip.hpp>
#include <fusenet/layers/conv.hpp>
#include <fusenet/layers/dense.hpp>
#include <fusenet/layers/flatten.hpp>
#include <fusenet/layers/input.hpp>
#include <fusenet/layers/pool.hpp>
#include <fusenet/layers/relu.hpp>
#include <fusenet/layers/softmax.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;
using values = std::vector<float>;

/// The only output, in double; the numbers of these tests are small enough to be exact.
template <const auto& Net>
std::vector<double> answer(const values& given, const values& input) {
    const auto outputs = reference::run<Net>(given.data(), input);
    REQUIRE(outputs.size() == 1);
    return outputs[0];
}

using numbers = std::vector<double>;

// Layers that the library does not know.
struct doubled_from {  // a map with one operand for all channels
    static constexpr int operands = 1;
    constexpr parameter_list parameters(shape) const { return parameter_list().add("threshold", dims(1)); }
    template <class V>
    V operator()(V x, V threshold) const {
        return select(x < threshold, x, x + x);
    }
};

struct difference {  // a join
    static constexpr bool joins = true;
    constexpr shape out(const shape* in, int, problem&) const { return in[0]; }
    template <class V>
    V operator()(V a, V b) const {
        return a - b;
    }
};

struct range_pool {  // a fold that needs both counts
    constexpr window reads(shape) const { return {.kh = 2, .kw = 2, .top = 1, .left = 1}; }
    template <class V> V first() const { return V(0); }
    template <class V> V step(V a, V x) const { return a + x; }
    template <class V> V merge(V a, V b) const { return a + b; }
    template <class V> V done(V a, V cells, V padded) const { return a * V(100) + cells * V(10) + padded; }
};

struct mirrored_sum {  // a move of two taps: x, half of its mirror image, and 7 in a column behind the last
    static constexpr int taps = 2;
    constexpr shape out(shape in, problem&) const { return {in.h, in.w + 1, in.c, in.rank}; }
    constexpr source from(shape in, shape, int y, int x, int c, int tap) const {
        if (x == in.w) return {-1, 0, 0, tap == 0 ? 7.0f : 0.0f};
        return tap == 0 ? source{y, x, c} : source{y, in.w - 1 - x, c, 0.5f};
    }
};

template <int Groups>
struct upward {  // a transposed contraction: 3 cells, stride 2, 1 cell of padding
    constexpr window reads(shape) const {
        return {.kh = 1, .kw = 3, .up = {1, 2}, .left = 1, .right = 1};
    }
    constexpr contraction_facts contracts(shape) const { return {.groups = Groups, .transposed = true}; }
    constexpr shape out(shape in, problem&) const { return shape::signal((in.w - 1) * 2 + 1, 2); }
    constexpr parameter_list parameters(shape in) const {
        return parameter_list().add("weight", dims(in.c, 2 / Groups, 3)).add("bias", dims(2));
    }
};

template <axis Over, int Groups, int Span = 1>
struct less_sum {  // a normalisation: x minus the sum, plus the count in hundreds
    static constexpr std::array reductions{reduction::sum};
    constexpr normalise_facts over(shape) const { return {Over, Groups, Span}; }
    template <int K, class V>
    V term(V x, const V*, V) const {
        return x;
    }
    template <class V>
    V operator()(V x, const V* stats, V cells) const {
        return x - stats[0] + V(100) * cells;
    }
};

constexpr auto planes_net = input(1, 3, 2, {.type = element::uint8, .order = layout::nchw}) | relu();
constexpr auto sound_planes_net = input(3, 2, {.order = layout::nchw}) | relu();
constexpr auto batchnorm_net = input(1, 2, 2) | batchnorm({.epsilon = 0});
constexpr auto operand_net = input(4) | doubled_from();
constexpr auto lambda_net = input(3) | [](auto x) { return x * x; } | relu6();

TEST_CASE("reference: an image of bytes, or in planes, by hand") {
    const std::vector<std::uint8_t> bytes{1, 2, 255, 4, 5, 6};
    CHECK(reference::run<planes_net>(nullptr, bytes)[0] == numbers{1, 4, 2, 5, 255, 6});
    CHECK(reference::run<sound_planes_net>(nullptr, values{1, 2, 3, 4, 5, 6})[0] == numbers{1, 4, 2, 5, 3, 6});
    CHECK_THROWS_WITH(reference::run<planes_net>(nullptr, values(6)), "reference: the network reads uint8, got values of 4 bytes");
    CHECK_THROWS_WITH(reference::run<planes_net>(nullptr, std::vector<std::uint8_t>(5)), "reference: the network reads 6 values, got 5");
}

TEST_CASE("reference: maps") {
    //                                          weight  bias   mean    variance
    CHECK(answer<batchnorm_net>({2, 3, 10, 20, 1, 2, 4, 9}, {1, 2, 3, 5}) == numbers{10, 20, 12, 23});
    CHECK(answer<operand_net>({2, 9, 9, 9}, {1, 2, 3, -4}) == numbers{1, 4, 6, -4});  // the 9s are nobody's
    CHECK(answer<lambda_net>({}, {1, -2, 3}) == numbers{1, 4, 6});
}

constexpr auto spread_net = input(2, 2, 2) | branches(identity(), global_avgpool()) | add();
constexpr auto own_join = input(2) | branches(identity(), [](auto x) { return x * x; }) | difference();
constexpr auto concat_net = input(1, 2, 1) | concat(identity(), relu(), conv<1, 1>(2));

TEST_CASE("reference: joins and concat") {
    CHECK(answer<spread_net>({}, {0, 10, 1, 20, 2, 30, 5, 40}) == numbers{2, 35, 3, 45, 4, 55, 7, 65});
    CHECK(answer<own_join>({}, {3, 5}) == numbers{-6, -20});
    CHECK(answer<concat_net>({10, 100, 1, 2}, {-1, 3}) == numbers{-1, 0, -9, -98, 3, 3, 31, 302});
}

constexpr auto own_fold = input(2, 2, 1) | range_pool();
constexpr auto average_inside = input(3, 3, 1) | avgpool<2>({.pad = 1});
constexpr auto average_padded = input(3, 3, 1) | avgpool<2>({.pad = 1, .count_include_pad = true});
constexpr auto average_hanging = input(1, 6, 1) | avgpool<1, 4>({.stride = {1, 3}, .ceil_mode = true});
constexpr auto average_hanging_padded =
    input(1, 6, 1) |
    avgpool<1, 5>({.stride = {1, 3}, .pad = {0, 0, 0, 1}, .ceil_mode = true, .count_include_pad = true});
constexpr auto largest = input(5, 2) | maxpool<3>({.stride = 2, .pad = 1});

TEST_CASE("reference: folds") {
    // One cell of the input in the first window, two in the second; all four are of the padded input, of the last
    // windows too: the window pads above and to the left only.
    CHECK(answer<own_fold>({}, {1, 2, 3, 4}) == numbers{114, 324, 424, 1044});
    const values nine{4, 8, 12, 16, 20, 24, 28, 32, 36};
    CHECK(answer<average_inside>({}, nine) == numbers{4, 10, 22, 28});
    CHECK(answer<average_padded>({}, nine) == numbers{1, 5, 11, 28});
    // The second window begins at 3: it holds three cells, the padded input four, and one or two hang over.
    CHECK(answer<average_hanging>({}, {1, 2, 3, 6, 9, 12}) == numbers{3, 9});
    CHECK(answer<average_hanging_padded>({}, {1, 2, 3, 6, 8, 14}) == numbers{4, 7});
    CHECK(answer<largest>({}, {-1, 9, -2, 8, -3, 7, -4, 6, -5, 5}) == numbers{-1, 9, -2, 8, -4, 6});
}

constexpr auto filter_net = input(2, 3, 1) | conv<2, 2>(1, {.bias = false});
constexpr auto strided_net =
    input(1, 5, 1) | conv<1, 2>(1, {.stride = {1, 2}, .pad = {0, 1, 0, 0}, .dilation = {1, 2}});
constexpr auto grouped_net = input(1, 1, 4) | conv<1, 1>(2, {.groups = 2});
constexpr auto depthwise_net = input(3, 2) | depthwise<2>({.bias = false});
constexpr auto same_net = input(1, 4, 1) | conv<1, 3>(1, {.stride = {1, 2}, .pad = same, .bias = false});
constexpr auto dense_net = input(3) | dense(2);
constexpr auto cells_net = input(2, 2) | dense(1, {.bias = false});
constexpr auto upward_net = input(2, 1) | upward<1>();
constexpr auto upward_grouped = input(2, 2) | upward<2>();

TEST_CASE("reference: contractions") {
    CHECK(answer<filter_net>({1, 10, 100, 1000}, {1, 2, 3, 4, 5, 6}) == numbers{5421, 6532});
    CHECK(answer<strided_net>({1, 10, 0.5f}, {1, 2, 3, 4, 5}) == numbers{20.5, 42.5});
    CHECK(answer<grouped_net>({1, 2, 3, 4, 0, 100}, {1, 10, 100, 1000}) == numbers{21, 4400});
    CHECK(answer<depthwise_net>({1, 2, 3, 4}, {1, 10, 2, 20, 3, 30}) == numbers{5, 110, 8, 180});
    CHECK(answer<same_net>({1, 10, 100}, {1, 2, 3, 4}) == numbers{321, 43});  // padded behind, not before
    CHECK(answer<dense_net>({1, 2, 3, 4, 5, 6, 10, 20}, {1, 2, 3}) == numbers{24, 52});
    CHECK(answer<cells_net>({1, 10}, {1, 2, 3, 4}) == numbers{21, 43});
    // in[i] meets out[2 i - 1 + t]: filter 10 20 30 for the first channel, 1 2 3 for the second.
    CHECK(answer<upward_net>({10, 20, 30, 1, 2, 3, 0, 100}, {1, 2}) == numbers{20, 102, 50, 105, 40, 104});
    CHECK(answer<upward_grouped>({10, 20, 30, 1, 2, 3, 0, 100}, {1, 3, 2, 4}) == numbers{20, 106, 50, 113, 40, 108});
}

constexpr auto flat_net = input(2, 1, 2) | flatten() | dense(1, {.bias = false});
constexpr auto own_move = input(2, 2) | mirrored_sum();

TEST_CASE("reference: moves") {
    CHECK(answer<flat_net>({1, 10, 100, 1000}, {1, 2, 3, 4}) == numbers{4321});  // h, w, c
    CHECK(answer<own_move>({}, {1, 2, 3, 4}) == numbers{2.5, 4, 3.5, 5, 7, 7});
}

constexpr auto softmax_net = input(1, 2, 2) | softmax();
constexpr auto log_softmax_net = input(2) | log_softmax();
constexpr auto by_cell = input(2, 4) | less_sum<axis::channels, 2>();
constexpr auto by_space = input(2, 4) | less_sum<axis::space, 2>();
constexpr auto by_window = input(5) | less_sum<axis::channel_window, 1, 4>();

TEST_CASE("reference: normalisations") {
    const float third = std::log(2.0f);  // exp(third) is 2, up to rounding
    CHECK(test::max_error(answer<softmax_net>({}, {0, 0, third, 0}), numbers{0.5, 0.5, 2.0 / 3, 1.0 / 3}) < 1e-7);
    CHECK(test::max_error(answer<log_softmax_net>({}, {1000, 0}), numbers{0, -1000}) == 0);
    const values eight{1, 2, 3, 4, 10, 20, 30, 40};
    CHECK(answer<by_cell>({}, eight) == numbers{198, 199, 196, 197, 180, 190, 160, 170});
    CHECK(answer<by_space>({}, eight) == numbers{368, 369, 326, 327, 377, 387, 353, 363});
    // Four channels: one before, two behind.
    CHECK(answer<by_window>({}, {1, 2, 3, 4, 5}) == numbers{295, 392, 389, 292, 196});
}

constexpr auto two_outputs = input(2) | relu() | branches(dense(1, {.bias = false}), identity());
constexpr auto any_extent = relu() | global_avgpool();
constexpr auto deep = input(9, 9, 3) | conv<3, 3>(8, {.pad = 1}) | batchnorm() | relu() |
                      repeat<2>(residual(conv<3, 3>({.pad = 1}) | batchnorm() | relu6())) | maxpool<2>() | flatten() |
                      dense(10) | softmax();

TEST_CASE("reference: several outputs, a network without input, an input of the wrong size") {
    const values input{-1, 3};
    const auto both = reference::run<two_outputs>(values{5, 7}.data(), input);
    REQUIRE(both.size() == 2);
    CHECK(both[0] == numbers{21});
    CHECK(both[1] == numbers{0, 3});

    const auto mean = reference::run<any_extent, double, shape::image(1, 2, 1)>(nullptr, input);
    CHECK(mean[0] == numbers{1.5});
    CHECK_THROWS_WITH(reference::run<two_outputs>(values{5, 7}.data(), values{1}),
                      "reference: the network reads 2 values, got 1");
}

TEST_CASE("reference: float and double agree, and differ by rounding") {
    using all = reference::described<deep>;
    long long count = 0;
    for (const parameter& p : all::parameters()) count += p.extent.size();
    const values given = test::numbers(count, 1, 0.01f, 0.2f), image = test::numbers(243, 2);
    const auto truth = reference::run<deep>(given.data(), image);
    const auto single = reference::run<deep, float>(given.data(), image);
    const double apart = test::max_error(truth[0], single[0]);
    CHECK(apart < 1e-5);  // probabilities; fp32 sums of at most 128 terms, five in a row
    CHECK(apart > 0);
}

}  // namespace
