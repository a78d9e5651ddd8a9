// Where files of Keras and of ONNX keep the parameters of recurrences: under which names, in which order of gates.
//
//               PyTorch, and ours        Keras                       ONNX
//   of input    weight_ih [g u x in]     kernel [in x g u]           W [ways x g u x in]
//   of answer   weight_hh [g u x u]      recurrent_kernel [u x g u]  R [ways x g u x u]
//   biases      bias_ih, bias_hh [g u]   bias [g u], or [2 x g u]    B [ways x 2 g u]
//   peepholes   weight_peephole [3 u]                                P [ways x 3 u]
//   lstm        i f g o, i f o           i f c o                     i o f c, i o f
//   gru         r z n                    z r h                       z r h
//   both ways   ..., ..._reverse         forward, backward           one tensor
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <fusenet/core/parameter.hpp>
#include <fusenet/weights/convention.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fusenet::weight_files {

/// A recurrent parameter's name taken apart: "rnn", "1", and whether it ends in "_reverse".
struct recurrent_name {
    static constexpr std::string_view back = "_reverse";
    std::string_view path, number, forward;
    bool reversed = false;

    explicit recurrent_name(std::string_view name) : forward(name), reversed(name.ends_with(back)) {
        if (reversed) forward.remove_suffix(back.size());
        if (const std::size_t dot = forward.rfind('.'); dot != forward.npos) path = forward.substr(0, dot);
        std::size_t digits = forward.size();
        while (digits > 0 && std::isdigit(static_cast<unsigned char>(forward[digits - 1]))) --digits;
        if (forward.substr(0, digits).ends_with("_l")) number = forward.substr(digits);
    }
    /// What the same parameter of the other way is called.
    std::string other_way() const { return std::string(forward) + (reversed ? "" : std::string(back)); }
};

/// The tensor of which a parameter is a part: the values from `first` on; or none, where a convention has no such
/// parameter, so that its values are zeros.
struct tensor_in_file {
    std::string name;
    std::vector<std::uint64_t> extent;
    std::uint64_t first = 0;
    bool none = false;
};

inline std::string inside(std::string_view path, const char* name) {
    return path.empty() ? name : std::string(path) + '.' + name;
}

/// Whether this convention keeps the parameter elsewhere than PyTorch does.
inline bool is_kept_apart(const parameter& p, convention order) {
    using enum recurrent_part;
    if (order == convention::tensorflow) return p.role.part != none && p.role.part != operands;
    return order == convention::onnx && p.role.part != none;
}

/// Of a recurrence's parameter; `table` says whether it is one of two ways.
inline tensor_in_file recurrent_tensor(const parameter& p, std::span<const parameter> table, convention order) {
    using enum recurrent_part;
    const recurrent_part part = p.role.part;
    const recurrent_name name(p.name.view());
    const bool both = std::ranges::any_of(
        table, [other = name.other_way()](const parameter& each) { return each.name.view() == other; });
    std::string path(name.path);
    if (!name.number.empty() && name.number != "0") path.append("_").append(name.number);
    const auto d = [&](int axis) { return static_cast<std::uint64_t>(p.extent.d[axis]); };
    const bool bias = part == bias_of_input || part == bias_of_answer;

    tensor_in_file out;
    if (order == convention::tensorflow) {
        if (both) path = inside(path, name.reversed ? "backward" : "forward");
        out.name = inside(path, part == of_input ? "kernel" : part == of_answer ? "recurrent_kernel" : "bias");
        out.extent = bias ? std::vector{d(0)} : std::vector{d(1), d(0)};
        if (bias && p.role.two_biases) out.extent.insert(out.extent.begin(), 2);
        if (part == bias_of_answer && p.role.two_biases) out.first = d(0);
        out.none = part == bias_of_answer && !p.role.two_biases;
        return out;
    }
    out.name = inside(path, part == of_input ? "W" : part == of_answer ? "R" : bias ? "B" : "P");
    out.extent = {both ? 2u : 1u, bias ? 2 * d(0) : d(0)};
    if (p.extent.rank == 2) out.extent.push_back(d(1));
    const auto values = static_cast<std::uint64_t>(p.extent.size());
    out.first = (both && name.reversed ? (bias ? 2 : 1) * values : 0) + (part == bias_of_answer ? values : 0);
    return out;
}

}  // namespace fusenet::weight_files
