// What the library may ask of a layer: one concept for each family. A layer states facts and scalar arithmetic,
// generic over V (a float, a double, a SIMD batch); everything else is derived.
//
// Optional for every layer:
//   static constexpr const char* name                      how it is printed and how its parameters are named
//   void describe(label& to) const                         the name and its numbers: "conv 3x3 /2 -> 64";
//                                                          or, if they depend on it, describe(to, shape in)
//   shape out(shape in, problem&) const                    the extent it makes (default: that of its input)
//   parameter_list parameters(shape in) const              its weights (default: none); of each the fallback, and
//                                                          whether it may be negative
//   void known(facts&) const                               facts that depend on its numbers
//   auto onnx(auto& to, shape in) const                    how save_onnx writes it (onnx/writer.hpp has the words)
#pragma once

#include <concepts>
#include <fusenet/core/facts.hpp>
#include <fusenet/core/parameter.hpp>
#include <fusenet/core/problem.hpp>

namespace fusenet {

using label = text<63>;

/// A window as labels show it: "3x5", or "5" where it is cells of a signal.
constexpr text<23> spelled_window(extent2 cells, bool of_signal) {
    text<23> to;
    if (!of_signal) to.put(cells.h).put('x');
    return to.put(cells.w);
}

/// A weight as its layer knows it.
struct layer_parameter {
    text<31> name;
    dims extent;
    float fallback = 0;
    bool not_negative = false;
    recurrent_role role{};
};

struct parameter_list {
    static constexpr int most = 6;
    layer_parameter all[most]{};
    int count = 0;

    constexpr parameter_list& add(const text<31>& name, dims extent, float fallback = 0) {
        all[count++] = {name, extent, fallback};
        return *this;
    }
    /// Of the parameter added last: a model refuses to load values below 0 and NaN.
    constexpr parameter_list& not_negative() {
        all[count - 1].not_negative = true;
        return *this;
    }
    constexpr long long size() const {
        long long n = 0;
        for (int i = 0; i < count; ++i) n += all[i].extent.size();
        return n;
    }
};

/// Values of each channel that a map or a normalisation takes beside the cell: `L::operands`, none by default.
template <class L>
constexpr int operands_of() {
    if constexpr (requires { L::operands; }) return L::operands;
    else return 0;
}

namespace detail {

template <class L, class V, int Operands>
constexpr bool takes_operands() {
    if constexpr (Operands == 0) return requires(const L l, V x) { { l(x) } -> std::convertible_to<V>; };
    else if constexpr (Operands == 1) return requires(const L l, V x) { { l(x, x) } -> std::convertible_to<V>; };
    else return requires(const L l, V x) { { l(x, x, x) } -> std::convertible_to<V>; };
}

template <class L>
constexpr bool joins() {
    if constexpr (requires { L::joins; }) return L::joins;
    else return false;
}

}  // namespace detail

/// Each output cell depends on the one input cell above it: `V operator()(V x)`, or with `operands` values of its
/// channel, `V operator()(V x, V first)` or `V operator()(V x, V first, V second)`. Where the operands are not the
/// parameters themselves: `void prepare(const float* const* given, int channel, float* operands) const`.
/// Facts it may state: `affine`, `monotone`, `identity` (static bool), in known() what a library calls it, and in
/// constants(to), by to.add(number), those that prepare() mixes into the operands: weights packed with others are refused.
template <class L>
concept map_layer = !detail::joins<L>() && operands_of<L>() <= 2 && detail::takes_operands<L, float, operands_of<L>()>();

/// Several inputs, cell by cell: `V operator()(V a, V b)`, and `static constexpr bool joins = true`. An input of one
/// cell, or a vector, counts for the whole map.
template <class L>
concept join_layer = detail::joins<L>() && requires(const L l, float x) { { l(x, x) } -> std::convertible_to<float>; };

/// Several inputs, one behind the other along the channels.
template <class L>
concept concat_layer = requires { L::places_channels; };

/// Folds the window `reads(in)` of cells, channel by channel: acc = first<V>(); acc = step(acc, x) for each cell;
/// done(acc, cells, padded): how many cells of the window lie in the input, and in the padded input.
/// merge(a, b) joins two folds of disjoint cells. Facts it may state: `takes_max` (static bool); `pads_zero` in known().
template <class L>
concept fold_layer = requires(const L l, shape in, float x) {
    { l.reads(in) } -> std::same_as<window>;
    { l.template first<float>() } -> std::convertible_to<float>;
    { l.step(x, x) } -> std::convertible_to<float>;
    { l.merge(x, x) } -> std::convertible_to<float>;
    { l.done(x, x, x) } -> std::convertible_to<float>;
};

/// What a contraction does, beside its window.
struct contraction_facts {
    int groups = 1;
    bool bias = true;
    bool transposed = false;
};

/// A sum of products over the window `reads(in)` and the channels of a group, with parameters "weight" ([out x in/groups
/// x kh x kw], [in x out/groups x kh x kw] where transposed, [out x in] for a vector) and, by choice, "bias" [out]. One
/// that knows its weights states them (core/stated.hpp).
template <class L>
concept contraction_layer = requires(const L l, shape in, problem& p) {
    { l.reads(in) } -> std::same_as<window>;
    { l.contracts(in) } -> std::same_as<contraction_facts>;
    { l.out(in, p) } -> std::same_as<shape>;
    { l.parameters(in) } -> std::same_as<parameter_list>;
};

/// One input cell that an output cell takes, and its share; y < 0 means the constant `share` itself.
struct source {
    int y = 0, x = 0, c = 0;
    float share = 1;
};

/// A map of indices only: output cell (y, x, c) is the sum over `taps` of share * input cell. `reads(in)` says which
/// rows an output row needs; without it the layer needs the whole input. Facts it may state: `reorders` (static bool);
/// in known(): `pads_zero`, if all it does is to put the padding of reads(in) around the input, and `order`.
template <class L>
concept move_layer = requires(const L l, shape in, problem& p) {
    { l.out(in, p) } -> std::same_as<shape>;
    { l.from(in, in, 0, 0, 0, 0) } -> std::same_as<source>;  // (in, out, y, x, c, tap)
};

enum class reduction : unsigned char { sum, max };

/// Statistics over an axis, one after the other, then a map. `reductions` is an array of `reduction`;
/// `term<K>(x, stats, cells)` is what the K-th reduces, with the finished ones before it in `stats`;
/// `operator()(x, stats, cells, operands...)` makes the answer. `over(in)` gives axis, groups and span.
struct normalise_facts {
    axis over = axis::channels;
    int groups = 1;
    int span = 1;
};

template <class L>
concept normalise_layer = requires(const L l, shape in, float x, const float* stats) {
    { l.over(in) } -> std::same_as<normalise_facts>;
    { l.template term<0>(x, stats, x) } -> std::convertible_to<float>;
    L::reductions.size();
};

/// Goes through a signal cell by cell: `recurs(in)` says with how many sums, values kept and parameters. Of each unit
/// `V operator()(const V* sums, V before, V* kept, const V* operands)` makes the answer, from the sums of its gates, its
/// answer before, and what it kept, which it replaces. With late gates `V hands_on(const V* sums, V before)` is what
/// these are multiplied with; their sums are there only behind it. All begins at zero. The parameters are those of
/// recurrent_parameters(). Fact it may state: `names_apart`.
template <class L>
concept recurrence_layer = requires(const L l, shape in, const float* sums, float* kept) {
    { l.recurs(in) } -> std::same_as<recurrence_facts>;
    { l.parameters(in) } -> std::same_as<parameter_list>;
    { l(sums, *sums, kept, sums) } -> std::convertible_to<float>;
};

/// What ends the names of a recurrence's parameters: "_l0", "_l1_reverse"; nothing for a number below 0.
constexpr text<15> recurrent_suffix(int number, bool reversed) {
    text<15> to;
    if (number >= 0) to.put("_l").put(number);
    if (reversed) to.put("_reverse");
    return to;
}

/// The parameters of a recurrence, as PyTorch names and orders them: "weight_ih" [gates * units x in], "weight_hh"
/// [gates * units x answer], "bias_ih" and "bias_hh" [gates * units]; where it projects, "weight_hr" [answer x units];
/// and for its operands, one behind the other, `extra` [operands * units]. `suffix` ends each name.
constexpr parameter_list recurrent_parameters(const recurrence_facts& r, int in, const text<15>& suffix, const char* extra = "") {
    parameter_list list;
    auto add = [&](const char* name, dims extent, recurrent_part part, int blocks) {
        text<31> whole(name);
        list.add(whole.put(suffix.view()), extent);
        list.all[list.count - 1].role = {part, static_cast<unsigned char>(blocks), r.apart > 0};
    };
    using enum recurrent_part;
    const int sums = r.gates * r.units;
    add("weight_ih", dims(sums, in), of_input, r.gates);
    add("weight_hh", dims(sums, r.answer), of_answer, r.gates);
    if (r.bias) add("bias_ih", dims(sums), bias_of_input, r.gates), add("bias_hh", dims(sums), bias_of_answer, r.gates);
    if (r.projects) add("weight_hr", dims(r.answer, r.units), none, 0);
    if (r.operands) add(extra, dims(r.operands * r.units), operands, r.operands);
    return list;
}

/// Rows of a table, the parameter "weight" [rows x channels], its only one: `row(x)` is the number of the one that a cell
/// asks for, whose only channel is x. What is no row's number, such as -1, gives zeros. The table is as it is given in
/// files of every convention.
template <class L>
concept lookup_layer = requires(const L l, shape in, float x) {
    { l.row(x) } -> std::same_as<int>;
    { l.parameters(in) } -> std::same_as<parameter_list>;
};

/// The network's input.
template <class L>
concept input_layer_like = requires(const L l) {
    { l.extent } -> std::convertible_to<shape>;
    L::begins_network;
};

template <class L>
concept layer = map_layer<L> || join_layer<L> || concat_layer<L> || fold_layer<L> || contraction_layer<L> ||
                move_layer<L> || normalise_layer<L> || recurrence_layer<L> || lookup_layer<L> || input_layer_like<L>;

}  // namespace fusenet
