// bidirectional, stacked: several recurrences in a row, or both ways along a signal.
#pragma once

#include <fusenet/graph/combine.hpp>

namespace fusenet {

namespace detail {

template <recurrence_layer L>
constexpr L numbered(L l, int number, bool last) {
    l.options.number = number;
    l.options.last = last;
    return l;
}

/// The recurrence and its reverse, their channels side by side.
template <recurrence_layer L>
constexpr auto both_ways(L l) {
    L back = l;
    back.options.reversed = true;
    return concat(l, back);
}

/// Only one layer can do without a number: below 0 it has none.
constexpr int first_number(int number, int layers) { return number < 0 && layers > 1 ? 0 : number; }

template <int Left, recurrence_layer L, class Way>
constexpr auto stack_of(const L& l, int number, Way way) {
    if constexpr (Left == 1) return way(numbered(l, number, l.options.last));
    else return way(numbered(l, number, false)) | stack_of<Left - 1>(l, number + 1, way);
}

}  // namespace detail

/// `Layers` recurrences like `l`, each on the answers of the one before: named("rnn", stacked<2>(lstm(32))) has
/// "rnn.weight_ih_l0" and "rnn.weight_ih_l1". `last` is the last one's.
template <int Layers, recurrence_layer L>
constexpr auto stacked(const L& l) {
    static_assert(Layers > 0, "fusenet: stacked<Layers>: at least one");
    return detail::stack_of<Layers>(l, detail::first_number(l.options.number, Layers), [](const L& each) { return each | identity(); });
}

/// The same along the signal both ways at once: of `units` each, twice as many channels, first those of the forward
/// way. Where the answer is only the last, each way's last: that of the signal's end, then that of its beginning.
template <int Layers = 1, recurrence_layer L>
constexpr auto bidirectional(const L& l) {
    static_assert(Layers > 0, "fusenet: bidirectional<Layers>: at least one");
    return detail::stack_of<Layers>(l, detail::first_number(l.options.number, Layers), [](const L& each) { return detail::both_ways(each); });
}

}  // namespace fusenet
