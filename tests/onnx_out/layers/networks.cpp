// ONNX out: joins, several outputs, names, a layer of a user's own.
#include "written.hpp"

namespace fusenet::test {

namespace {

/// A map with a parameter: every value comes nearer to 0 by its channel's threshold.
struct shrink {
    static constexpr const char* name = "shrink";
    static constexpr int operands = 1;

    constexpr parameter_list parameters(shape in) const { return parameter_list().add("threshold", dims(in.c)); }

    template <class V>
    constexpr V operator()(V x, V threshold) const {
        return max(x - threshold, V(0)) + min(x + threshold, V(0));
    }

    template <class To>
    auto onnx(To& to, shape) const {
        const auto above = to.op("Relu", to.op("Sub", to.input(), to.channels("threshold")));
        const auto below = to.op("Min", to.op("Add", to.input(), to.channels("threshold")), to.number(0));
        return to.op("Add", above, below);
    }
};

constexpr auto own = input(3, 4, 5) | conv<1, 1>(6) | shrink() | flatten() | shrink() | dense(3);

constexpr auto cells = input(5, 4, 6) | branches(branches(conv<1, 1>(6), identity(), relu()) | add(),
                                                 branches(conv<1, 1>(6), identity()) | mul(),
                                                 branches(conv<1, 1>(6), identity(), tanh()) | maximum(),
                                                 branches(conv<1, 1>(6), identity()) | minimum());
constexpr auto spread = input(5, 4, 6) | branches(residual<mul>(global_avgpool() | sigmoid()), residual<add>(global_maxpool()),
                                                  residual<maximum>(global_avgpool() | flatten() | dense(6)),
                                                  branches(global_avgpool() | flatten(), identity(), global_avgpool()) | minimum());
constexpr auto spread_in_time = input(7, 4) | branches(residual<mul>(global_avgpool() | flatten()), residual<add>(global_avgpool()));
constexpr auto beside = input(5, 4, 6) | concat(conv<1, 1>(3), identity(), maxpool<3>({.stride = 1, .pad = 1})) | relu() |
                        branches(concat(slice(0, 4), slice(8, 3)), global_avgpool() | flatten() | branches(dense(3), identity()) | concat());
constexpr auto ends = input(5, 4, 6) | conv<3, 3>(4) | branches(identity(), identity(), dropout(), relu(), flatten(), flatten());
constexpr auto nothing = input(5, 4, 6) | dropout();
constexpr auto same_twice = input(4, 4, 3) | branches(identity(), identity()) | add();

constexpr auto block = residual(named("one", conv<3, 3>({.pad = 1, .bias = false}) | batchnorm()) | relu() | named("two", conv<1, 1>()));
constexpr auto deep = input(8, 8, 4) | repeat<3>(named("block", block)) | global_avgpool() | flatten() | named("head", dense(10)) | softmax();
constexpr auto without_input = conv<3, 3>(4) | relu();
constexpr auto image = shape::image(6, 5, 3);

}  // namespace

std::vector<onnx_case> network_cases() {
    return {written<own>("own_layer"), written<cells>("joins"), written<spread>("joins_spread"),
            written<spread_in_time>("joins_spread_in_time"), written<beside>("concat"), written<ends>("outputs"),
            written<nothing>("no_node"), written<same_twice>("same_twice"), written<deep>("repeat"),
            written<without_input, image>("without_input")};
}

}  // namespace fusenet::test
