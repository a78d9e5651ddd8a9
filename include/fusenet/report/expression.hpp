// expression: a layer's arithmetic as text. What a map, a join or a fold computes is found by trying it on a few
// numbers, so that a user's own layer reads as well as ours.
#pragma once

#include <cmath>
#include <fusenet/graph/facts_of.hpp>
#include <fusenet/report/summary.hpp>
#include <fusenet/report/words.hpp>
#include <limits>
#include <type_traits>
#include <utility>

namespace fusenet::report {

namespace detail {

inline std::string number(double x) {
    text<40> shown;
    shown.put(x);
    return std::string(shown.view());
}

/// What f(a, b) computes, or nothing if it is none of the usual operations. Compared numbers are whole: exact.
template <class F>
std::string operation(F f, std::string_view a, std::string_view b) {
    const float here = f(2.f, 3.f), there = f(7.f, -2.f);
    if (here == 5 && there == 5) return words(a, " + ", b);
    if (here == -1 && there == 9) return words(a, " - ", b);
    if (here == 6 && there == -14) return words(a, " * ", b);
    if (here == 3 && there == 7) return words("max(", a, ", ", b, ")");
    if (here == 2 && there == -2) return words("min(", a, ", ", b, ")");
    return {};
}

inline std::string otherwise(std::string found, const std::string& fallback) {
    return found.empty() ? fallback : found;
}

}  // namespace detail

/// The new value of v after a map; its operands are gain[c] and shift[c] where that is what they are.
template <layer L>
    requires map_layer<L>
std::string map_expression(const L& l, const facts& f) {
    using detail::number;
    const std::string name = name_of<L>();
    switch (f.known) {
        case known_map::relu: return "max(v, 0)";
        case known_map::leaky_relu: return words("v < 0 ? ", number(f.alpha), " * v : v");
        case known_map::clip: return words("clip(v, ", number(f.alpha), ", ", number(f.beta), ")");
        case known_map::elu:
            return words("v < 0 ? ", f.alpha == 1 ? "exp(v) - 1" : words(number(f.alpha), " * (exp(v) - 1)"), " : v");
        default: break;
    }
    if constexpr (operands_of<L>() == 1) {
        std::string found = detail::operation([&](float a, float b) { return float(l(a, b)); }, "v", "#[c]");
        if (const std::size_t at = found.find('#'); at != std::string::npos)
            found.replace(at, 1, found.find('*') != std::string::npos ? "gain" : "shift");
        return detail::otherwise(found, words(name, "(v, operand[c])"));
    } else if constexpr (operands_of<L>() == 2) {
        const bool affine = l(2.f, 3.f, 5.f) == 11 && l(7.f, -2.f, 1.f) == -13;
        return affine ? "v * gain[c] + shift[c]" : words(name, "(v, first[c], second[c])");
    } else {
        return f.identity ? "v" : words(name, "(v)");
    }
}

/// The new value of v after a join with '@'.
template <layer L>
    requires join_layer<L>
std::string join_expression(const L& l, bool swapped) {
    auto f = [&](float a, float b) { return float(swapped ? l(b, a) : l(a, b)); };
    const std::string name = name_of<L>();
    return detail::otherwise(detail::operation(f, "v", "@"), swapped ? words(name, "(@, v)") : words(name, "(v, @)"));
}

template <layer L>
    requires fold_layer<L>
fold_entry fold_expressions(const L& l, const window& reads) {
    fold_entry e;
    const std::string name = name_of<L>();
    const float first = l.template first<float>();
    e.first = first == -std::numeric_limits<float>::infinity() ? "-infinity" : detail::number(first);
    e.step = detail::otherwise(detail::operation([&](float a, float b) { return float(l.step(a, b)); }, "v", "@"),
                               words(name, ".step(v, @)"));
    e.merge = detail::otherwise(detail::operation([&](float a, float b) { return float(l.merge(a, b)); }, "v", "@"),
                                words(name, ".merge(v, @)"));
    const float counted = l.done(12.f, 3.f, 4.f);
    const bool mean = l.done(12.f, 6.f, 6.f) == 2, padding_counts = counted == 3;
    if (counted == 12) e.done = "v";
    else if (!mean) e.done = words(name, ".done(v)");
    else if (!reads.padded() || (padding_counts && reads.hanging == extent2(0)))
        e.done = words("v / ", reads.kh * reads.kw);
    else e.done = padding_counts ? "v / cells of the padded map" : "v / cells inside";
    return e;
}

/// What a normalisation reduces, one after the other; '@' is a cell, s0, s1 are the finished statistics.
template <layer L>
    requires normalise_layer<L>
list<std::string> statistics_of(const L& l) {
    list<std::string> all;
    auto describe = [&]<int K>(std::integral_constant<int, K>) {
        const float stats[4] = {2, 1, 1, 1};
        const float here = l.template term<K>(3.f, stats, 4.f), there = l.template term<K>(-2.f, stats, 4.f);
        std::string term = K > 0 ? words("term", K, "(@, s0", K > 1 ? ", s1" : "", ')') : words("term", K, "(@)");
        if (here == 3 && there == -2) term = "@";
        else if (here == 9 && there == 4) term = "@ * @";
        else if (std::abs(here - std::exp(1.f)) < 1e-5f && std::abs(there - std::exp(-4.f)) < 1e-5f)
            term = "exp(@ - s0)";
        all.add(words(L::reductions[K] == reduction::max ? "max" : "sum", " of ", term));
    };
    [&]<int... K>(std::integer_sequence<int, K...>) {
        (describe(std::integral_constant<int, K>()), ...);
    }(std::make_integer_sequence<int, static_cast<int>(L::reductions.size())>());
    return all;
}

}  // namespace fusenet::report
