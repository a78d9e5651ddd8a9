// Small networks, a fixed target, and their summaries; the whole of a network as one nest, whatever grouping would do.
#pragma once

#include <fusenet/graph/combine.hpp>
#include <fusenet/layers.hpp>
#include <fusenet/nest/collapse.hpp>
#include <fusenet/report/explain.hpp>
#include <string>
#include <string_view>

namespace fusenet::test {

inline constexpr target machine{
    .lanes = 8, .registers = 16, .l1 = 32 << 10, .l2 = 128 << 10, .l3 = 8 << 20, .cores = 1, .balance = 16};

/// Every family of layers, several outputs, concats, residual blocks, a flatten.
inline constexpr auto stem = input(32, 32, 3) |
                             named("stem", conv<3, 3>(16, {.stride = 2, .pad = 1, .bias = false}) | batchnorm()) |
                             relu6() | maxpool<3>({.stride = 2, .pad = 1});
inline constexpr auto inverted =
    input(20, 20, 8) | residual(conv<1, 1>(48) | relu6() | depthwise<3>({.pad = 1}) | relu6() | conv<1, 1>(8));
inline constexpr auto fire = input(15, 15, 32) | conv<1, 1>(8) | relu() |
                             concat(conv<1, 1>(16) | relu(), conv<3, 3>(24, {.pad = 1}) | relu()) | flatten() |
                             dense(10) | softmax();
inline constexpr auto squeeze = input(16, 16, 8) | residual<mul>(global_avgpool() | conv<1, 1>(8) | sigmoid()) |
                                [](auto x) { return x * x; } | upsample(2) | leaky_relu(0.25f) |
                                conv_transpose<2, 2>(4, {.stride = 2}) | local_response_norm(5) | layernorm() |
                                instancenorm() | avgpool<3>({.stride = 2, .pad = 1});
inline constexpr auto signal =
    input(100, 2) | conv<5>(8) | tanh() | maxpool<2>() | flatten() | branches(dense(3), dense(2) | softmax());
inline constexpr auto of_bytes = input(32, 32, 3, {.type = element::uint8, .order = layout::nchw}) |
                                 normalize({128}, {64}) | conv<3, 3>(16, {.stride = 2, .pad = 1}) | relu();
inline constexpr auto mean = input(13, 13, 16) | conv<1, 1>(24) | relu() | avgpool<13>();

template <const auto& Net, auto... Options>
const report::summary& summary_of() {
    static const report::summary s = report::summary_of<Net, Options..., machine>();
    return s;
}

/// The summary as if grouping had made one nest of all stages.
template <const auto& Net>
report::summary in_one_nest() {
    using plan_of = planned<Net, machine>;
    constexpr int count = plan_of::stage_count;
    static constexpr plan::nest_range all{0, count,
                                          plan_of::stages.tensors[plan_of::stages.stages[count - 1].out].storage};
    report::summary s = summary_of<Net>();
    s.nests = {};
    s.nests.add(report::gather_nest(nest::collapse<count>(plan_of::stages, all, machine), all));
    for (int i = 0; i < s.stages.count(); ++i) s.stages[i].nest = 0;
    return s;
}

inline bool has(std::string_view text, std::string_view piece) { return text.find(piece) != std::string_view::npos; }

/// With single spaces, and a line without any at its ends: what columns do not change.
inline std::string squeezed(std::string_view text) {
    std::string all = "\n";
    for (char letter : text) {
        const bool gap = all.back() == ' ' || all.back() == '\n';
        if (letter == ' ' && gap) continue;
        if (letter == '\n' && all.back() == ' ') all.pop_back();
        all.push_back(letter);
    }
    return all;
}

/// Whether `text` has this line, columns apart.
inline bool has_line(std::string_view text, std::string_view line) {
    return has(squeezed(text), std::string("\n").append(line).append("\n"));
}

}  // namespace fusenet::test
