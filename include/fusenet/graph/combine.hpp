// branches, concat, residual, repeat, named: how pieces of networks are put together.
#pragma once

#include <fusenet/graph/joins.hpp>
#include <fusenet/graph/pipe.hpp>
#include <type_traits>

namespace fusenet {

namespace detail {

template <class G, int Total>
constexpr auto beside(const G& g, short (&)[Total], int) {
    return g;
}

template <class G, int Total, class First, class... Rest>
constexpr auto beside(const G& g, short (&out)[Total], int at, const First& first, const Rest&... rest) {
    const auto b = as_graph(first);
    using B = std::remove_cvref_t<decltype(b)>;
    for (int k = 0; k < B::outputs; ++k) out[at + k] = static_cast<short>(b.out[k] < 0 ? -1 : b.out[k] + G::nodes);
    return beside(chain(g, b, -1), out, at + B::outputs, rest...);
}

template <int Outputs, int N, int E, int O, int S, class... Bags>
constexpr auto with_outputs(const graph<N, E, O, S, Bags...>& g, const short* out) {
    graph<N, E, Outputs, S, Bags...> r;
    for (int i = 0; i < N; ++i) r.kind[i] = g.kind[i], r.slot[i] = g.slot[i], r.scope_of[i] = g.scope_of[i];
    for (int i = 0; i <= N; ++i) r.first_edge[i] = g.first_edge[i];
    for (int k = 0; k < E; ++k) r.from[k] = g.from[k];
    for (int s = 0; s < S; ++s) r.scope_at[s] = g.scope_at[s];
    for (int k = 0; k < Outputs; ++k) r.out[k] = out[k];
    r.layers = g.layers;
    return r;
}

template <class T>
inline constexpr int outputs_of = decltype(as_graph(std::declval<T>()))::outputs;

}  // namespace detail

/// Pieces that all read the same input. Followed by a join, `branches(a, b) | add()`; at the end of a network they
/// are its outputs, in this order.
template <class... Parts>
    requires(sizeof...(Parts) > 0)
constexpr auto branches(const Parts&... parts) {
    constexpr int outputs = (detail::outputs_of<Parts> + ...);
    short out[outputs]{};
    const auto all = detail::beside(identity(), out, 0, parts...);
    return detail::with_outputs<outputs>(all, out);
}

/// branches(a, b, ...) and their channels one behind the other; without branches, the join itself.
template <class... Parts>
constexpr auto concat(const Parts&... parts) {
    if constexpr (sizeof...(Parts) == 0) return concat_channels{};
    else return branches(parts...) | concat_channels{};
}

/// body(x) + shortcut(x); any join may stand for the sum: residual<mul>(...).
template <auto Join = add, class Body, class Shortcut>
constexpr auto residual(const Body& body, const Shortcut& shortcut) {
    return branches(body, shortcut) | Join();
}

/// body(x) + x.
template <auto Join = add, class Body>
constexpr auto residual(const Body& body) {
    return residual<Join>(body, identity());
}

/// Gives the parameters inside a common prefix: named("stem", conv<3,3>(32)) has "stem.weight" and "stem.bias". A path
/// of more than 94 letters, numbers of repeat included, is an error of whoever plans the network.
template <class Part>
constexpr auto named(parameter_name name, const Part& part) {
    const auto g = as_graph(part);
    return [&]<int N, int E, int O, int S, class... Bags>(const graph<N, E, O, S, Bags...>& inner) {
        graph<N, E, O, S + 1, Bags...> r{};
        for (int i = 0; i < N; ++i) {
            r.kind[i] = inner.kind[i], r.slot[i] = inner.slot[i];
            r.scope_of[i] = static_cast<short>(inner.scope_of[i] + 1);
        }
        for (int i = 0; i <= N; ++i) r.first_edge[i] = inner.first_edge[i];
        for (int k = 0; k < E; ++k) r.from[k] = inner.from[k];
        for (int k = 0; k < O; ++k) r.out[k] = inner.out[k];
        r.scope_at[0] = {name, -1};
        for (int s = 0; s < S; ++s)
            r.scope_at[s + 1] = {inner.scope_at[s].name, static_cast<short>(inner.scope_at[s].parent + 1), inner.scope_at[s].each_step};
        r.layers = inner.layers;
        return r;
    }(g);
}

/// A number as a name: named(3, block) has "3.weight".
template <class Part>
constexpr auto named(int index, const Part& part) {
    return named(parameter_name().put(index), part);
}

namespace detail {

template <class G>
constexpr G with_number(G g, int index) {
    for (int s = 0; s < G::scopes; ++s)
        if (!g.scope_at[s].each_step && g.naming_scope(g.scope_at[s].parent) < 0) g.scope_at[s].name.put('.').put(index);
    return g;
}

template <int Index, class Block>
constexpr auto nth_block(const Block& block) {
    constexpr std::integral_constant<int, Index> i;
    if constexpr (is_graph<Block>) return with_number(block, i());
    else if constexpr (requires { requires pipeable<decltype(block(i))>; }) return as_graph(block(i));
    else return as_graph(block);
}

template <int First, int End, class Block>
constexpr auto in_a_row(const Block& block) {  // balanced, so that depth grows with the logarithm
    if constexpr (End - First == 1) return nth_block<First>(block);
    else return in_a_row<First, (First + End) / 2>(block) | in_a_row<(First + End) / 2, End>(block);
}

}  // namespace detail

/// N times the same block; or block(i) for i = 0 .. N-1, if it is callable with a std::integral_constant.
/// Blocks that are named("x", ...) get their number inside: "x.0.", "x.1.", ...
template <int N, class Block>
constexpr auto repeat(const Block& block) {
    static_assert(N > 0, "fusenet: repeat<N>(block): N must be positive");
    if constexpr (N > 0) return detail::in_a_row<0, N>(block);
    else return identity();
}

}  // namespace fusenet
