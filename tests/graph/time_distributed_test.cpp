// time_distributed: the network itself, by the same names; and what it refuses.
#include <fusenet.hpp>
#include <fusenet/backends/reference/run.hpp>

#include "../support.hpp"

namespace {

using namespace fusenet;

/// What lowering complains of.
template <class G>
constexpr sentence complaint(const G& g) {
    return lower(g, shape{}).trouble.why;
}

constexpr auto body = dense(7) | relu() | residual(dense(7) | layernorm()) | concat(slice(1, 3), channel_shuffle(7)) | softmax() |
                      batchnorm() | avgpool<1>() | conv<1>(3);
constexpr auto plain = input(6, 5) | body | lstm(4) | dense(2);
constexpr auto checked = input(6, 5) | time_distributed(body) | lstm(4) | dense(2);
constexpr auto words = input(6, 1) | time_distributed(embedding(9, 4) | dense(3)) | gru(2);
constexpr auto one_step = input(1, 5) | time_distributed(dense(3));
static_assert(complaint(checked).empty() && complaint(words).empty() && complaint(one_step).empty());

template <const auto& Net>
constexpr auto name_at(std::size_t k) {
    return planned<Net>::parameter_table()[k].name.view();
}

// As Keras calls them: time_distributed/dense/kernel is time_distributed.dense.weight.
constexpr auto of_keras = input(6, 5) | named("time_distributed", time_distributed(named("dense", dense(7)))) |
                          named("time_distributed_1", time_distributed(named("model", named("a", dense(4)) | named("b", dense(3)))));
static_assert(name_at<of_keras>(0) == "time_distributed.dense.weight");
static_assert(name_at<of_keras>(5) == "time_distributed_1.model.b.bias");
static_assert(planned<of_keras>::parameter_count == 6);

// In a scope, beside another layer, and in a repeat, as if it were not there.
constexpr auto inside = input(6, 5) | named("head", time_distributed(dense(4)) | dense(3));
static_assert(name_at<inside>(0) == "head.dense_0.weight" && name_at<inside>(2) == "head.dense_1.weight");
constexpr auto alone = input(6, 5) | named("head", time_distributed(dense(4)));
static_assert(name_at<alone>(0) == "head.weight");
constexpr auto repeated = input(6, 5) | repeat<2>(time_distributed(time_distributed(named("step", dense(5))) | relu()));
static_assert(name_at<repeated>(0) == "step.0.weight" && name_at<repeated>(2) == "step.1.weight");

TEST_CASE("time_distributed: the answers of the network without it") {
    const parameter_set given = test::randomised<compile<plain>>(1);
    compile<plain> without(given);
    compile<checked> with(given);
    const std::vector<float> in = test::numbers(6 * 5, 2);
    std::vector<float> expected(12), out(12);
    without(in, expected);
    with(in, out);
    CHECK(out == expected);
    CHECK(test::max_error(out, reference::run<checked>(given.values().data(), in)[0]) < 1e-5);
}

struct turned {  // a move of columns, which says nothing of them
    constexpr window reads(shape) const { return {}; }
    constexpr shape out(shape in, problem&) const { return in; }
    constexpr source from(shape in, shape, int y, int x, int c, int) const { return {y, in.w - 1 - x, c}; }
};

TEST_CASE("time_distributed: a layer that sees other steps is refused by its name") {
    const auto refused = [](const auto& part) { return std::string(complaint(input(6, 4) | dense(5) | time_distributed(dense(4) | part)).view()); };
    const auto sees_more = [](const std::string& name) {
        return "time_distributed: " + name + " on [6x4] sees more than one step; what is made of a step must depend on that step alone (layer 3)";
    };
    CHECK(refused(conv<3>(4)) == sees_more("conv 3 -> 4"));
    CHECK(refused(conv<3>(4, {.pad = same})) == sees_more("conv 3 -> 4"));
    CHECK(refused(conv<2>(4, {.pad = causal})) == sees_more("conv 2 -> 4"));
    CHECK(refused(conv<1>(4, {.stride = 2})) == sees_more("conv 1 /2 -> 4"));
    CHECK(refused(maxpool<2>()).starts_with("time_distributed: maxpool"));
    CHECK(refused(global_avgpool()).starts_with("time_distributed: global avgpool"));
    CHECK(refused(flatten()) == sees_more("flatten"));
    CHECK(refused(past(2)) == sees_more("past 2"));
    CHECK(refused(instancenorm()).starts_with("time_distributed: instancenorm"));
    CHECK(refused(permute<1, 0>()).starts_with("time_distributed: permute"));
    CHECK(refused(upsample(2)).starts_with("time_distributed: upsample"));
    CHECK(refused(turned()) == sees_more("move"));
    CHECK(refused(lstm(3)) == "time_distributed: lstm -> 3 goes from step to step; put it outside, where it reads all of them (layer 3)");
    CHECK(complaint(input(8, 8, 3) | time_distributed(relu())).view() ==
          "time_distributed: relu needs the steps of a signal [steps x channels], got [8x8x3] (layer 1)");
    CHECK(complaint(input(8) | time_distributed(dense(3))).view() ==
          "time_distributed: dense -> 3 needs the steps of a signal [steps x channels], got [8] (layer 1)");
    CHECK(complaint(input(6, 4) | time_distributed(dense(4)) | conv<3>(4)).empty());  // outside is outside
}

}  // namespace
