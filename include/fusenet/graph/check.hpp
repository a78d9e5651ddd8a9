// check: turns a sentence that was computed at compile time into one compile error that quotes it.
#pragma once

#include <fusenet/core/problem.hpp>

namespace fusenet {

/// Part of a sentence, short enough that clang prints it whole inside a template argument list, and full to its end:
/// what holds a zero before its last letter clang prints as numbers.
struct quote {
    char words[33]{};
    constexpr bool operator==(const quote&) const = default;
};

/// The `part`-th piece of a sentence, cut between words.
constexpr quote quoted(const sentence& s, int part) {
    quote q;
    int begin = 0, end = 0;
    for (int k = 0; k <= part; ++k) {
        begin = end;
        end = begin + 30 < s.length ? begin + 30 : s.length;
        if (end < s.length)
            while (end > begin + 1 && s.letters[end - 1] != ' ') --end;
        if (end == begin + 1 && begin + 30 < s.length) end = begin + 30;
    }
    for (int i = begin; i < end; ++i) q.words[i - begin] = s.letters[i];
    if (end == begin) return q;
    for (int i = end - begin; i < 32; ++i) q.words[i] = ' ';
    q.words[32] = 0;  // written, so that clang sees a whole string
    return q;
}

template <quote... Why>
inline constexpr bool network_is_well_formed = ((Why == quote{}) && ...);

/// Instantiated with the sentence in pieces; an empty sentence passes.
template <quote A, quote B, quote C, quote D, quote E, quote F>
struct check {
    static_assert(network_is_well_formed<A, B, C, D, E, F>, "fusenet: the network is not well formed, see the quoted reason");
    static constexpr bool passed = true;
};

}  // namespace fusenet
